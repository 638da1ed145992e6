import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../server/src/engine/workspace';
import { defaultConfig } from '../../server/src/model/config';
import { memoryTree } from '../checks/memory-tree';

/** What the fix writes for `POST /x`, whose handler has this body. */
function written(body: string): string {
  const files = {
    'package.json': '{ "name": "x" }',
    'openapi.yaml': "openapi: 3.0.3\ninfo: { title: x, version: '1' }\npaths:\n  /y:\n    get:\n      responses:\n        '200': { description: OK }\n",
    'app.ts': `import express from 'express';\nimport { ask } from 'elsewhere';\nconst app = express();\napp.get('/y', (req, res) => res.json({}));\napp.post('/x', (req, res) => { ${body} });\napp.listen(1);`,
  };
  const snapshot = createWorkspace(memoryTree(files), defaultConfig('2026-01-01')).snapshot();
  const finding = snapshot.findings.find((one) => one.check === 'drift/unregistered-endpoint');
  return finding === undefined ? '' : snapshot.fixes(finding).flatMap((fix) => fix.edits.map((edit) => edit.newText)).join('\n');
}

describe('answers of a new operation', () => {
  it('does not take an error whose status may be another for a success', () => {
    const text = written("if (!req.body.id) { res.status(ask() || 500).json({ complaint: 'no' }); } else { res.json({ good: 1 }); }");
    expect(text).toContain('good');
    expect(text).not.toContain('complaint');
  });

  it('takes a status that is not known at all for a success', () => {
    expect(written('res.status(ask()).json({ good: 1 });')).toContain('good');
  });
});
