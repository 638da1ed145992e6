import { describe, expect, it } from 'vitest';
import { excludedFiles } from '../../server/src/engine/excluded';
import type { Config } from '../../server/src/model/config';
import { folderWith } from '../host/folder';
import { found, ids, openFolder, sample, sampleIds, typed, type Opened } from './opened';

const open = async (config: Partial<Config>, files = sample): Promise<Opened> => {
  const opened = openFolder(folderWith(files), { config });
  await opened.workspace.scan();
  return opened;
};

describe('files that the configuration excludes', () => {
  it('have no endpoints and no findings, although others import them', async () => {
    const all = await open({});
    expect(found(all.workspace.snapshot(), 'auth/missing-authentication')).toEqual(['POST /orders', 'DELETE /users/{id}']);
    for (const glob of ['src/orders.ts', 'orders.ts', '**/ord*']) {
      const snapshot = (await open({ exclude: [glob] })).workspace.snapshot();
      expect(ids(snapshot)).toEqual(sampleIds.filter(id => !id.includes('/orders')));
      expect(found(snapshot, 'auth/missing-authentication')).toEqual(['DELETE /users/{id}']);
      expect(snapshot.findings.filter(({ file }) => file === 'src/orders.ts')).toEqual([]);
      expect(snapshot.model.pairings.map(({ endpoint }) => endpoint).sort()).toEqual(ids(snapshot));
    }
  });

  it('still count for what they do for the rest: a guard in one is a guard', async () => {
    const snapshot = (await open({ exclude: ['src/guard.ts'] })).workspace.snapshot();
    expect(snapshot.model.endpoints.find(({ id }) => id === 'GET /orders')?.auth.status).toBe('required');
  });

  it('are excluded while they are open in the editor, too', async () => {
    const { workspace } = await open({ exclude: ['src/orders.ts'] });
    workspace.apply([typed('src/orders.ts', `${sample['src/orders.ts'] ?? ''}orders.put('/', (req, res) => { res.json({}); });\n// routewarden-ignore-next-line auth/x\n`)]);
    expect(workspace.snapshot().findingsOf('src/orders.ts')).toEqual([]);
    expect(ids(workspace.snapshot())).toEqual(sampleIds.filter(id => !id.includes('/orders')));
  });

  it('say nothing of what could not be resolved in them, and make no application', async () => {
    const unknown: Readonly<Record<string, string>> = { ...sample, 'src/other.ts': "import express from 'express';\nimport { where } from 'elsewhere';\nconst other = express();\nother.get(where(), (req, res) => { res.json({}); });\nother.listen(1);\n" };
    const before = (await open({}, unknown)).workspace.snapshot().model;
    expect(before.coverage.unresolved.map(({ file }) => file)).toEqual(['src/other.ts']);
    const importing = { ...unknown, 'src/app.ts': `import './other';\n${unknown['src/app.ts'] ?? ''}` };
    const { model } = (await open({ exclude: ['src/other.ts'] }, importing)).workspace.snapshot();
    expect(model.coverage.unresolved).toEqual([]);
    expect(model.applications.map(({ entry }) => entry)).toEqual(['src/app.ts']);
  });

  it('implement what a document describes', async () => {
    const files = { ...sample, 'openapi.yaml': "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /orders:\n    get: { responses: { '200': { description: ok } } }\n" };
    const { model } = (await open({ exclude: ['src/orders.ts'] }, files)).workspace.snapshot();
    expect(model.operations.map(({ id, endpoints }) => [id, endpoints.length])).toEqual([['GET /orders', 1]]);
  });

  it('are meant by a name in any folder, by a folder with all that is in it, or by a path', () => {
    const matching = (glob: string): readonly string[] => ['lib/a.ts', 'src/lib/deep/b.ts', 'src/a.ts', 'a.test.ts'].filter(excludedFiles([glob]));
    expect([matching('lib'), matching('lib/'), matching('src/lib'), matching('./lib/**'), matching('*.test.ts'), matching('a.ts'), matching('none')]).toEqual([
      ['lib/a.ts', 'src/lib/deep/b.ts'], ['lib/a.ts', 'src/lib/deep/b.ts'], ['src/lib/deep/b.ts'], ['lib/a.ts'], ['a.test.ts'], ['lib/a.ts', 'src/a.ts'], [],
    ]);
  });
});
