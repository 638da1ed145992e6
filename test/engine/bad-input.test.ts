import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realDisk } from '../../server/src/host/disk';
import { addFiles, folderWith } from '../host/folder';
import { failingDisk, found, ids, openFolder, sample, sampleIds, skipped, tellDisk, typed } from './opened';

const open = ['DELETE /users/{id}', 'POST /orders'];

describe('what cannot be read is listed, and the rest is analysed', () => {
  it('analyses the sample', async () => {
    const { workspace } = openFolder(folderWith(sample));
    expect(await workspace.scan()).toBe(true);
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
    expect([...found(workspace.snapshot(), 'auth/missing-authentication')].sort()).toEqual(open);
    expect(workspace.snapshot().model.coverage).toEqual({ files: 5, analysed: 5, skipped: [], unresolved: [] });
  });

  it('a folder and a file without permission', async () => {
    const root = folderWith({ ...sample, 'src/private/a.ts': 'export {};', 'src/locked.ts': "import express from 'express'; express().get('/locked', () => {});" });
    const { workspace } = openFolder(root, { disk: failingDisk({ '/src/private': 'EACCES', '/src/locked.ts': 'EACCES' }) });
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
    expect(skipped(workspace.snapshot())).toEqual({ 'src/private': 'the folder cannot be read: permission denied', 'src/locked.ts': 'cannot be read: permission denied' });
    expect(workspace.snapshot().model.coverage).toMatchObject({ files: 6, analysed: 5 });
  });

  it('text that is not UTF-8, and a file that is not text', async () => {
    const latin = Buffer.from("import express from 'express'; express().get('/caf\u00e9', () => {});", 'latin1');
    const { workspace } = openFolder(folderWith({ ...sample, 'src/latin.ts': latin, 'src/video.ts': Buffer.from([0x47, 0x40, 0, 0, 1]) }));
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
    expect(skipped(workspace.snapshot())).toEqual({ 'src/latin.ts': 'is not UTF-8 text', 'src/video.ts': 'is not text' });
  });

  it('a minified bundle of 5 MB, and one below the limit of size', async () => {
    const bundle = `const e=require("express"),a=e();a.get("/bundled",(r,s)=>s.json({}));${'var x=function(a){return a+1};'.repeat(170_000)}`;
    expect(bundle.length).toBeGreaterThan(5_000_000);
    const { workspace } = openFolder(folderWith({ ...sample, 'public/bundle.js': bundle, 'public/small.js': bundle.slice(0, 400_000) }));
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
    expect(skipped(workspace.snapshot())).toEqual({ 'public/bundle.js': 'is larger than 2 MB (5.1 MB)', 'public/small.js': 'is minified' });
  });

  it('a loop of links', async () => {
    const root = folderWith(sample);
    symlinkSync(join(root, 'src'), join(root, 'src/again'));
    symlinkSync(join(root, 'src/b.ts'), join(root, 'src/a.ts'));
    symlinkSync(join(root, 'src/a.ts'), join(root, 'src/b.ts'));
    const { workspace } = openFolder(root);
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
    expect(Object.keys(skipped(workspace.snapshot())).sort()).toEqual(['src/a.ts', 'src/b.ts']);
    expect(skipped(workspace.snapshot())['src/a.ts']).toContain('circle');
  });

  it('a file that is deleted between listing and reading', async () => {
    const root = folderWith({ ...sample, 'src/gone.ts': "import express from 'express'; express().get('/gone', () => {});" });
    const { workspace } = openFolder(root, { disk: { ...realDisk, read: (file) => { rmSync(join(root, 'src/gone.ts'), { force: true }); return realDisk.read(file); } } });
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
    expect(found(workspace.snapshot(), 'auth/missing-authentication')).toHaveLength(2);
  });

  it('a router that is deleted during the scan leaves the others', async () => {
    const root = folderWith(sample);
    const { workspace } = openFolder(root, { disk: { ...realDisk, read: (file) => { rmSync(join(root, 'src/orders.ts'), { force: true }); return realDisk.read(file); } } });
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(['DELETE /users/{id}', 'GET /users', 'GET /users/{id}']);
  });
});

describe('broken neighbours', () => {
  it('a broken tsconfig, package.json and a tsconfig that extends itself', async () => {
    for (const broken of ['{ "compilerOptions": { "paths": ', '[]', 'null', '{ "extends": "./tsconfig.json", "compilerOptions": { "paths": 3 } }', '\u0000', '{ "compilerOptions": { "paths": { "@/*": "src" }, "baseUrl": 7 } }']) {
      const { workspace } = openFolder(folderWith({ ...sample, 'tsconfig.json': broken, 'package.json': broken }));
      await workspace.scan();
      expect(ids(workspace.snapshot()), broken).toEqual(sampleIds);
    }
  });

  it('a broken document: what is readable of it counts, and the model tells its errors', async () => {
    const spec = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /orders:\n    get: { responses: { '200': { description: ok } } }\n  /users:\n    get: { responses: { '200': { description: [ }\n";
    const { workspace } = openFolder(folderWith({ ...sample, 'openapi.yaml': spec }));
    await workspace.scan();
    const { documents, operations } = workspace.snapshot().model;
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
    expect(documents.map(({ file, errors }) => [file, errors > 0])).toEqual([['openapi.yaml', true]]);
    expect(operations.map(({ id }) => id)).toContain('GET /orders');
  });

  it('documents that are no documents', async () => {
    const { workspace } = openFolder(folderWith({ ...sample, 'a.yaml': 'openapi: 3.0.0\n- [', 'b.json': '{"openapi": "3.0.0", "paths": [', 'c.yaml': 'openapi: 3.0.0\npaths: &a\n  /x: *a\n', 'd.yaml': `openapi: 3.0.0\nx: ${'['.repeat(20_000)}` }));
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
    expect([...found(workspace.snapshot(), 'auth/missing-authentication')].sort()).toEqual(open);
  });

  it('imports in a circle', async () => {
    const { workspace } = openFolder(folderWith({
      ...sample,
      'src/names.ts': "import { users } from './users';\nexport * from './names';\nexport const known = users;\nexport function nameOf(id: string) { return 'name ' + id; }\n",
      'src/ring/a.ts': "import express from 'express';\nimport { b } from './b';\nexport const a = express.Router();\na.get('/ring', (req, res) => { res.json({ b }); });\n",
      'src/ring/b.ts': "import { a } from './a';\nimport express from 'express';\nexport const b = 1;\nconst app = express();\napp.use('/r', a);\n",
    }));
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(expect.arrayContaining(sampleIds));
    expect(ids(workspace.snapshot()).some((id) => id.endsWith('/ring'))).toBe(true);
  });

  it('nesting beyond the stack, in code and in a handler', async () => {
    const deep = 40_000;
    const { workspace } = openFolder(folderWith({
      ...sample,
      'src/deep.ts': `import express from 'express';\nexport const x = ${'('.repeat(deep)}1${')'.repeat(deep)};\n`,
      'src/list.ts': `import express from 'express';\nexport const x = ${'['.repeat(3000)}${']'.repeat(3000)};\n`,
      'src/sum.ts': `import express from 'express';\nconst app = express();\nexport const x = ${"'a' + ".repeat(5000)}'b';\napp.get('/sum', (req, res) => { res.json({ x }); });\n`,
      'src/chain.ts': `import express from 'express';\nconst app = express();\napp.get('/chain', (req, res) => { res.json(req${'.a()'.repeat(3000)}); });\n`,
      'src/else.ts': `import express from 'express';\nexport function f(n: number) { ${'if (n) { n++; } else '.repeat(3000)} { n--; } }\nexpress().get('/else', (req, res) => { f(1); res.json({}); });\n`,
    }));
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual(expect.arrayContaining(sampleIds));
    expect([...found(workspace.snapshot(), 'auth/missing-authentication')]).toEqual(expect.arrayContaining(open));
  });
});

describe('hostile names', () => {
  const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  it('files, folders, properties, parameters, exports and paths', async () => {
    const files: Record<string, string> = {};
    for (const name of hostile) {
      files[`src/${name}.ts`] = `import { Router } from 'express';
export const router = Router();
const table = { ${name}: '/${name}', other: { ${name}: 1 } };
router.get(table.${name}, (req, res) => { res.json({ ${name}: table.other.${name}, got: req.query.${name}, all: req.body.${name} }); });
router.get('/by/:${name}', (req, res) => { const { ${name}: x } = req.params; res.json({ x }); });
`;
    }
    files['src/main.ts'] = `import express from 'express';
${hostile.map((name, n) => `import { router as r${n} } from './${name}';`).join('\n')}
const app = express();
${hostile.map((name, n) => `app.use('/m/${name}', r${n});`).join('\n')}
`;
    const { workspace } = openFolder(folderWith({ ...sample, ...files, '__proto__/index.ts': 'export const a = 1;', 'constructor/package.json': '{ "name": "__proto__", "exports": { "constructor": "./x" } }' }));
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual([...sampleIds, ...hostile.flatMap((name) => [`GET /m/${name}/by/{${name}}`, `GET /m/${name}/${name}`])].sort());
    for (const name of hostile.filter((one) => one !== '__proto__')) {
      const response = workspace.snapshot().model.endpoints.find(({ id }) => id === `GET /m/${name}/${name}`)?.responses[0];
      expect(response?.fields.map(({ path }) => path), name).toEqual([name, 'got', 'all']);
    }
  });

  it('members that every object inherits are none of a module, an enum, a class or a JSON file', async () => {
    const { workspace } = openFolder(folderWith({
      ...sample,
      'src/data.json': '{ "__proto__": { "path": "/stolen" }, "constructor": "/json" }',
      'src/more.ts': `import express from 'express';
import data from './data.json';
import * as names from './names';
enum Kinds { constructor = 'c', toString = 't' }
class Holder { static valueOf = '/held'; }
const app = express();
app.get(data.constructor, (req, res) => { res.json({}); });
app.get('/' + Kinds.toString, (req, res) => { res.json({ hasOwnProperty: 1 }); });
app.get(Holder.valueOf, (req, res) => { res.json({ a: (names as any).toString }); });
`,
    }));
    await workspace.scan();
    expect(ids(workspace.snapshot())).toEqual([...sampleIds, 'GET /held', 'GET /json', 'GET /t'].sort());
  });

  it('configuration and documents', async () => {
    const spec = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /__proto__:\n    get: { operationId: constructor, security: [{ __proto__: [] }, { toString: [] }], responses: { '200': { description: ok } } }\n  /constructor:\n    toString: {}\n    __proto__: {}\n    get: { responses: {} }\n";
    const { workspace } = openFolder(folderWith({ ...sample, 'openapi.yaml': spec }), { config: { checks: JSON.parse('{ "__proto__": "off", "constructor": "off" }') as Record<string, 'off'>, assume: { constructor: '/x' } as unknown as Record<string, string> } });
    await workspace.scan();
    expect(workspace.snapshot().model.operations.map(({ id }) => id).sort()).toEqual(['GET /__proto__', 'GET /constructor']);
    expect([...found(workspace.snapshot(), 'auth/missing-authentication')].sort()).toEqual(open);
  });
});

describe('a workspace that heals', () => {
  it('takes a file in once it can be read, and out again', async () => {
    const root = folderWith({ ...sample, 'src/late.ts': Buffer.from([0xff, 0xfe, 0xfd]) });
    const opened = openFolder(root);
    await opened.workspace.scan();
    expect(Object.keys(skipped(opened.workspace.snapshot()))).toEqual(['src/late.ts']);
    const late = "import express from 'express';\nexpress().get('/late', (req, res) => { res.json({}); });\n";
    addFiles(root, { 'src/late.ts': late });
    tellDisk(opened, ['src/late.ts']);
    expect(ids(opened.workspace.snapshot())).toEqual([...sampleIds, 'GET /late'].sort());
    expect(skipped(opened.workspace.snapshot())).toEqual({});
    addFiles(root, { 'src/late.ts': Buffer.from([0xff, 0xfe, 0xfd]) });
    tellDisk(opened, ['src/late.ts']);
    expect(ids(opened.workspace.snapshot())).toEqual(sampleIds);
    opened.workspace.apply([typed('src/late.ts', late)]);
    expect(ids(opened.workspace.snapshot())).toEqual([...sampleIds, 'GET /late'].sort());
    expect(skipped(opened.workspace.snapshot())).toEqual({});
  });
});
