import { describe, expect, it } from 'vitest';
import type { SourceTree } from '../../../server/src/engine/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "x", "scripts": { "start": "fastify start app.js" } }',
  'app.js': "const { join } = require('node:path');\nconst autoload = require('@fastify/autoload');\nmodule.exports = async (app) => {\n  app.register(autoload, { dir: join(__dirname, 'plugins') });\n  app.register(autoload, { dir: join(__dirname, 'routes') });\n};\n",
  'plugins/auth.js': "const fp = require('fastify-plugin');\nmodule.exports = fp(async (app) => {\n  app.decorate('guard', async (request, reply) => {\n    if (request.headers.authorization !== process.env.KEY) return reply.code(401).send({ error: 'no' });\n  });\n});\n",
  'routes/notes/index.js': "module.exports = async (app) => {\n  app.get('/', { onRequest: app.guard }, async () => ({ notes: 1 }));\n  app.post('/', async (request) => ({ text: request.body.text }));\n};\n",
};

/** After files are saved, an edited workspace says what a new one over the same files says. */
function agreesAfter(saved: Readonly<Record<string, string>>): { readonly ids: readonly string[]; readonly reused: boolean } {
  let tree = memoryTree(files);
  const onDisk: SourceTree = { root: tree.root, list: () => tree.list(), read: (file) => tree.read(file), exists: (file) => tree.exists(file), entries: (folder) => tree.entries(folder), problems: () => [] };
  const workspace = createWorkspace(onDisk, defaultConfig('2026-01-01'));
  workspace.snapshot();
  tree = memoryTree({ ...files, ...saved });
  workspace.apply([{ kind: 'disk', files: Object.keys(saved) }]);
  const snapshot = workspace.snapshot();
  const fresh = createWorkspace(tree, defaultConfig('2026-01-01')).snapshot();
  expect(snapshot.model.endpoints).toEqual(fresh.model.endpoints);
  expect(snapshot.findings).toEqual(fresh.findings);
  return { ids: snapshot.model.endpoints.map(({ id, auth }) => `${id} ${auth.status}`), reused: workspace.stats().registrationReused };
}

const edit = (file: string, from: string, to: string): Readonly<Record<string, string>> => {
  const text = files[file] ?? '';
  expect(text).toContain(from);
  return { [file]: text.replace(from, to) };
};

describe('an edit of a Fastify application', () => {
  it('in a handler leaves the registration as it is', () => {
    expect(agreesAfter(edit('routes/notes/index.js', '{ notes: 1 }', '{ notes: 1, total: 2 }')))
      .toEqual({ ids: ['GET /notes required', 'POST /notes none'], reused: true });
  });

  it('in a decorated guard judges again what uses it', () => {
    expect(agreesAfter(edit('plugins/auth.js', "return reply.code(401).send({ error: 'no' })", 'request.log.warn(1)')))
      .toEqual({ ids: ['GET /notes optional', 'POST /notes none'], reused: true });
  });

  it('in a plugin registers anew', () => {
    expect(agreesAfter(edit('routes/notes/index.js', "app.post('/'", "app.addHook('preHandler', app.guard);\n  app.post('/new'")))
      .toEqual({ ids: ['GET /notes required', 'POST /notes/new required'], reused: false });
  });

  it('finds the file that is new in a folder that is loaded', () => {
    expect(agreesAfter({ 'routes/tags/tags.js': "module.exports = async (app) => { app.get('/', async () => 1); };\n" }))
      .toEqual({ ids: ['GET /notes required', 'POST /notes none', 'GET /tags none'], reused: false });
  });
});
