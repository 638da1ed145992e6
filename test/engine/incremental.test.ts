import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../server/src/model/config';
import { addFiles, folderWith } from '../host/folder';
import { found, ids, openFolder, sample, sampleIds, tellDisk, today, typed, type Opened } from './opened';

const text = (file: string): string => sample[file] ?? '';
const edited = (file: string, from: string, to: string): string => {
  expect(text(file)).toContain(from);
  return text(file).replace(from, to);
};

async function opened(more: Readonly<Record<string, string>> = {}): Promise<Opened & { readonly root: string }> {
  const root = folderWith({ ...sample, ...more });
  const made = openFolder(root);
  await made.workspace.scan();
  return { ...made, root };
}

describe('what an edit costs', () => {
  it('nothing changed: the same snapshot', async () => {
    const { workspace } = await opened();
    const first = workspace.snapshot();
    expect(workspace.snapshot()).toBe(first);
    expect(workspace.stats()).toMatchObject({ endpointsEvaluated: 5, endpointsReused: 0, registrationReused: false });
  });

  it('opened as it is on disk: nothing is read or evaluated', async () => {
    const { workspace } = await opened();
    workspace.apply([typed('src/users.ts', text('src/users.ts'))]);
    workspace.snapshot();
    expect(workspace.stats()).toEqual({ parsed: [], endpointsEvaluated: 0, endpointsReused: 5, registrationReused: true });
  });

  it('a handler body: only its file and its endpoint', async () => {
    const { workspace } = await opened();
    workspace.apply([typed('src/orders.ts', edited('src/orders.ts', 'total: req.body.total', 'sum: req.body.total'))]);
    const post = workspace.snapshot().model.endpoints.find(({ id }) => id === 'POST /orders');
    expect(workspace.stats()).toEqual({ parsed: ['src/orders.ts'], endpointsEvaluated: 1, endpointsReused: 4, registrationReused: true });
    expect(post?.responses[0]?.fields.map(({ path }) => path)).toEqual(['id', 'sum']);
  });

  it('a function of another file: the endpoint that calls it', async () => {
    const { workspace } = await opened();
    workspace.apply([typed('src/names.ts', edited('src/names.ts', "return 'name ' + id;", 'return { first: id, last: id };'))]);
    const one = workspace.snapshot().model.endpoints.find(({ id }) => id === 'GET /users/{id}');
    expect(workspace.stats()).toEqual({ parsed: ['src/names.ts'], endpointsEvaluated: 1, endpointsReused: 4, registrationReused: true });
    expect(one?.responses[0]?.fields.map(({ path }) => path)).toEqual(expect.arrayContaining(['name.first', 'name.last']));
  });

  it('a guard body: the endpoints behind the guard, whose verdict follows', async () => {
    const { workspace } = await opened();
    workspace.apply([typed('src/guard.ts', text('src/guard.ts').replace(/ {2}const token[\s\S]*secret'\);\n/, ''))]);
    const snapshot = workspace.snapshot();
    expect(workspace.stats()).toEqual({ parsed: ['src/guard.ts'], endpointsEvaluated: 3, endpointsReused: 2, registrationReused: true });
    expect(snapshot.model.endpoints.filter(({ auth }) => auth.status === 'required')).toEqual([]);
    workspace.apply([typed('src/guard.ts', text('src/guard.ts'))]);
    expect(workspace.snapshot().model.endpoints.filter(({ auth }) => auth.status === 'required')).toHaveLength(3);
  });

  it('lines that move: the places move along, and nothing is evaluated', async () => {
    const { workspace } = await opened();
    const before = workspace.snapshot();
    workspace.apply([typed('src/orders.ts', `// one more line\n${text('src/orders.ts')}`)]);
    const after = workspace.snapshot();
    expect(workspace.stats()).toMatchObject({ endpointsEvaluated: 0, registrationReused: true });
    const line = (snapshot: typeof after): readonly number[] => snapshot.findingsOf('src/orders.ts').map(({ range }) => range.start.line);
    expect(line(before)).toHaveLength(1);
    expect(line(after)).toEqual(line(before).map((one) => one + 1));
  });

  it('what registration reads of a function without running it: another number of parameters makes a guard a handler of errors', async () => {
    const { workspace } = await opened({ 'src/orders.ts': edited('src/orders.ts', 'Router();', 'Router();\norders.use(requireUser);') });
    const inherited = (): number => workspace.snapshot().model.endpoints.filter(({ guards }) => guards.some(({ scope }) => scope === 'router')).length;
    expect(inherited()).toBe(2);
    workspace.apply([typed('src/guard.ts', edited('src/guard.ts', '(req: Request,', '(error: Error, req: Request,'))]);
    expect(inherited()).toBe(0);
    expect(workspace.stats().registrationReused).toBe(false);
  });

  it('a registration that is typed into a function that nobody calls', async () => {
    const before = "import type { Express } from 'express';\nexport function setup(app: Express) {\n}\n";
    const { workspace } = await opened({ 'src/setup.ts': before });
    workspace.apply([typed('src/setup.ts', before.replace('{\n}', "{\n  app.get('/late', (req, res) => { res.json({}); });\n}"))]);
    expect(ids(workspace.snapshot())).toContain('GET /late');
    workspace.apply([typed('src/setup.ts', before)]);
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
  });

  it('the top level: paths follow, other files are not read again', async () => {
    const { workspace } = await opened();
    workspace.apply([typed('src/app.ts', edited('src/app.ts', "'/orders'", "'/v2/orders'"))]);
    expect(ids(workspace.snapshot())).toEqual(['DELETE /users/{id}', 'GET /users', 'GET /users/{id}', 'GET /v2/orders', 'POST /v2/orders']);
    expect(workspace.stats()).toMatchObject({ parsed: ['src/app.ts'], registrationReused: false });
  });

  it('a document: no code is evaluated, and what it describes counts at once', async () => {
    const document = (path: string): string => `openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  ${path}:\n    get: { responses: { '200': { description: ok } } }\n`;
    const { workspace } = await opened({ 'openapi.yaml': document('/users') });
    expect(found(workspace.snapshot(), 'drift/unregistered-endpoint')).not.toContain('GET /users');
    workspace.apply([typed('openapi.yaml', document('/orders'))]);
    const unregistered = found(workspace.snapshot(), 'drift/unregistered-endpoint');
    expect(workspace.stats()).toEqual({ parsed: ['openapi.yaml'], endpointsEvaluated: 0, endpointsReused: 5, registrationReused: true });
    expect(unregistered).toContain('GET /users');
    expect(unregistered).not.toContain('GET /orders');
  });

  it('a file that has nothing to do with endpoints: nothing', async () => {
    const { workspace } = await opened({ 'src/aside.ts': 'export const a = 1;\n' });
    workspace.apply([typed('src/aside.ts', 'export const a = 2;\n')]);
    workspace.snapshot();
    expect(workspace.stats()).toEqual({ parsed: [], endpointsEvaluated: 0, endpointsReused: 5, registrationReused: true });
  });

  it('another configuration: it counts, and no file is read again', async () => {
    const { workspace } = await opened();
    workspace.apply([{ kind: 'config', config: { ...defaultConfig(today), public: [{ endpoint: 'POST /orders', reason: 'a shop' }] } }]);
    expect(found(workspace.snapshot(), 'auth/missing-authentication')).toEqual(['DELETE /users/{id}']);
    expect(workspace.stats().parsed).toEqual([]);
    workspace.apply([{ kind: 'config', config: { ...defaultConfig(today), exclude: ['src/app.ts'] } }]);
    expect(workspace.snapshot().model.endpoints.filter(({ state }) => state === 'live')).toEqual([]);
  });
});

describe('files that come and go', () => {
  const extra = "import express from 'express';\nexpress().get('/extra', (req, res) => { res.json({ a: 1 }); });\n";

  it('on disk', async () => {
    const made = await opened();
    addFiles(made.root, { 'src/deep/er/extra.ts': extra });
    tellDisk(made, ['src/deep/er/extra.ts']);
    expect(ids(made.workspace.snapshot())).toEqual([...sampleIds, 'GET /extra'].sort());
    expect(made.workspace.snapshot().model.coverage.files).toBe(6);
    rmSync(join(made.root, 'src/deep'), { recursive: true });
    tellDisk(made, ['src/deep/er/extra.ts']);
    expect(ids(made.workspace.snapshot())).toEqual(sampleIds);
    expect(made.workspace.snapshot().model.coverage.files).toBe(5);
  });

  it('a module that others import', async () => {
    const made = await opened();
    rmSync(join(made.root, 'src/orders.ts'));
    tellDisk(made, ['src/orders.ts']);
    expect(ids(made.workspace.snapshot())).toEqual(['DELETE /users/{id}', 'GET /users', 'GET /users/{id}']);
    addFiles(made.root, { 'src/orders.ts': text('src/orders.ts') });
    tellDisk(made, ['src/orders.ts']);
    expect(ids(made.workspace.snapshot())).toEqual(sampleIds);
  });

  it('a document and a database schema', async () => {
    const made = await opened();
    addFiles(made.root, { 'api.yaml': "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: {}\n", 'prisma/schema.prisma': 'model User {\n  id Int @id\n}\n' });
    tellDisk(made, ['api.yaml', 'prisma/schema.prisma']);
    expect(made.workspace.snapshot().model.documents.map(({ file }) => file)).toEqual(['api.yaml']);
    expect(made.workspace.snapshot().model.entities.map(({ name }) => name)).toEqual(['User']);
    rmSync(join(made.root, 'api.yaml'));
    rmSync(join(made.root, 'prisma'), { recursive: true });
    tellDisk(made, ['api.yaml', 'prisma/schema.prisma']);
    expect(made.workspace.snapshot().model.documents).toEqual([]);
    expect(made.workspace.snapshot().model.entities).toEqual([]);
  });

  it('a JSON file that code imports, and the tsconfig that says where imports lead', async () => {
    const made = await opened({
      'src/prefix.json': '{ "api": "/one" }', 'tsconfig.json': '{ "compilerOptions": { "paths": { "#p": ["./src/a/p.ts"] } } }',
      'src/a/p.ts': "export const p = '/a';\n", 'src/b/p.ts': "export const p = '/b';\n",
      'src/json.ts': "import express from 'express';\nimport prefix from './prefix.json';\nimport { p } from '#p';\nexpress().get(prefix.api + p, (req, res) => { res.json({}); });\n",
    });
    expect(ids(made.workspace.snapshot())).toContain('GET /one/a');
    made.workspace.apply([typed('src/prefix.json', '{ "api": "/two" }')]);
    expect(ids(made.workspace.snapshot())).toContain('GET /two/a');
    made.workspace.apply([{ kind: 'close', file: 'src/prefix.json' }, typed('tsconfig.json', '{ "compilerOptions": { "paths": { "#p": ["./src/b/p.ts"] } } }')]);
    expect(ids(made.workspace.snapshot())).toContain('GET /one/b');
  });

  it('in the editor, never saved', async () => {
    const { workspace } = await opened();
    workspace.apply([typed('src/new.ts', extra)]);
    expect(ids(workspace.snapshot())).toContain('GET /extra');
    workspace.apply([{ kind: 'close', file: 'src/new.ts' }]);
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
  });

  it('the editor wins over the disk until it closes the file', async () => {
    const made = await opened();
    made.workspace.apply([typed('src/app.ts', edited('src/app.ts', "'/orders'", "'/typed'"))]);
    addFiles(made.root, { 'src/app.ts': edited('src/app.ts', "'/orders'", "'/saved'") });
    tellDisk(made, ['src/app.ts']);
    expect(ids(made.workspace.snapshot())).toContain('GET /typed');
    made.workspace.apply([{ kind: 'close', file: 'src/app.ts' }]);
    expect(ids(made.workspace.snapshot())).toContain('GET /saved');
  });

  it('snapshots that were handed out stay as they were', async () => {
    const { workspace } = await opened();
    const first = workspace.snapshot();
    const copy = JSON.stringify([first.model, first.findings]);
    workspace.apply([typed('src/app.ts', edited('src/app.ts', "'/orders'", "'/v2'")), typed('src/users.ts', 'export {};')]);
    expect(workspace.snapshot().version).toBeGreaterThan(first.version);
    expect(JSON.stringify([first.model, first.findings])).toBe(copy);
  });
});

describe('half-typed text', () => {
  it('endpoints survive while somebody types, and their findings wait', async () => {
    const { workspace } = await opened();
    const statement = '  res.status(201).json({ id: 1, total: req.body.total });';
    const words = "  const seen = new Map([['a', { b: `${req.body.total}` }]]);";
    const whole = text('src/orders.ts');
    let waited = 0;
    for (let length = 0; length <= words.length; length++) {
      workspace.apply([typed('src/orders.ts', whole.replace(statement, `${words.slice(0, length)}\n${statement}`))]);
      const snapshot = workspace.snapshot();
      const post = snapshot.model.endpoints.find(({ id }) => id === 'POST /orders');
      expect(ids(snapshot), words.slice(0, length)).toEqual(sampleIds);
      const about = snapshot.findings.filter(({ endpoint }) => endpoint === 'POST /orders');
      expect(about, words.slice(0, length)).toHaveLength(post?.broken === true ? 0 : 1);
      expect(found(snapshot, 'auth/missing-authentication')).toContain('DELETE /users/{id}');
      if (post?.broken === true) waited++;
    }
    expect(waited).toBeGreaterThan(10);
    expect(workspace.snapshot().model.endpoints.some(({ broken }) => broken)).toBe(false);
  });

  it('a call that is not closed, and a string that is not', async () => {
    const { workspace } = await opened();
    for (const half of ['orders.', 'orders.get(', "orders.get('", "orders.get('/new', ", "orders.get('/new', (req, res) => {", "orders.get('/new', requireUser, (req, res) => { res.json({ a: "]) {
      workspace.apply([typed('src/orders.ts', `${text('src/orders.ts')}${half}`)]);
      expect(ids(workspace.snapshot()), half).toEqual(expect.arrayContaining(sampleIds));
      expect(workspace.snapshot().findings.filter(({ endpoint }) => endpoint === 'GET /orders/new'), half).toEqual([]);
    }
    workspace.apply([{ kind: 'close', file: 'src/orders.ts' }]);
    expect(ids(workspace.snapshot())).toEqual(sampleIds);
  });
});
