import { describe, expect, it } from 'vitest';
import type { Response } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

/** The answers of `POST /x` in an application with these lines. */
function responses(routes: string): readonly Response[] {
  const app = `import express from 'express';\nimport { ask } from 'elsewhere';\nconst app = express();\n${routes}\napp.listen(1);`;
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', 'app.ts': app }), defaultConfig('2026-01-01')).snapshot().model.endpoints.find((one) => one.id === 'POST /x')?.responses ?? [];
}
const statuses = (body: string): (number | null)[] => responses(`app.post('/x', async (req, res, next) => { ${body} });`).map(({ status }) => status);

describe('an answer with one of several statuses', () => {
  const failing = (rest: string): string => `let code; switch (req.body.kind) { case 'a': code = 415; break; case 'b': code = 404; break; default: code = ${rest}; } res.status(code).json({ error: 'no' });`;

  it('is told once for each of them, with the same fields', () => {
    const told = responses(`app.post('/x', (req, res) => { ${failing('500')} });`);
    expect(told.map(({ status, fields }) => `${String(status)} ${fields.map(({ path }) => path).join()}`)).toEqual(['415 error', '404 error', '500 error']);
  });

  it('is told once more where a status is not known', () => {
    expect(statuses(failing('ask()'))).toEqual([415, 404, null]);
    expect(statuses('res.status(ask()).json({});')).toEqual([null]);
  });

  it('keeps good ones and errors apart', () => {
    expect(statuses("res.status(req.body.fresh ? 201 : 409).json({ a: 1 });")).toEqual([201, 409]);
    expect(statuses("const code = req.body.a ? 404 : 404; res.status(code).json({});")).toEqual([404]);
  });
});

describe('the end of an answer', () => {
  it('is no answer of its own after something was sent', () => {
    expect(statuses('res.status(201).json({ a: 1 }).end();')).toEqual([201]);
    expect(statuses("res.send('done'); res.end();")).toEqual([200]);
    expect(statuses("res.write('a'); res.write('b'); res.end();")).toEqual([200, 200]);
    expect(statuses("res.redirect('/y'); res.end();")).toEqual([302]);
  });

  it('is one where nothing was sent, or where it carries a body', () => {
    expect(statuses('res.status(204).end();')).toEqual([204]);
    expect(statuses("res.status(202); res.end('a');")).toEqual([202]);
    expect(statuses("res.write('a'); res.end('b');")).toEqual([200, 200]);
  });

  it('is one on those ways alone on which nothing was sent', () => {
    expect(statuses('if (req.body.a) { res.status(404).json({}); } else { res.status(204); } res.end();')).toEqual([404, 204]);
    expect(statuses('if (req.body.a) { res.status(404).json({}); } else { res.json({ a: 1 }); } res.end();')).toEqual([404, 200]);
    expect(statuses('if (req.body.a) return res.status(404).json({}); res.status(204).end();')).toEqual([404, 204]);
  });

  it('is one in a handler, whatever a guard before it sent and went on', () => {
    expect(responses("app.post('/x', (req, res, next) => { res.status(401).json({}); next(); }, (req, res) => { res.status(204).end(); });").map(({ status }) => status)).toEqual([204]);
  });
});
