import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "encore.dev": "^1.0.0" } }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}

describe('functions of Encore.ts', () => {
  const file = `import { api, APIError } from 'encore.dev/api';
import { getAuthData } from '~encore/auth';
export const show = api({ expose: true, method: 'GET', path: '/posts/:id' }, async ({ id, verbose }: { id: string; verbose?: boolean }) => ({ id, verbose }));
export const create = api({ expose: true, auth: true, method: 'POST', path: '/posts' }, async (post: { title: string }) => ({ title: post.title }));
export const inner = api({ method: 'GET', path: '/internal' }, async () => ({ a: 1 }));
export const unnamed = api({ expose: true }, async () => { throw APIError.permissionDenied('no'); });
export const hook = api.raw({ expose: true, path: '/hook/*rest', method: '*' }, async (req, res) => { res.end(JSON.stringify({ ok: 1 })); });
export const mine = api({ expose: true, method: ['GET', 'DELETE'], path: '/mine' }, async () => { if (!getAuthData()) throw APIError.unauthenticated('sign in'); return { me: 1 }; });`;

  it('have the method, the path and the callers that they are declared with', () => {
    const found = endpoints({ 'blog/encore.service.ts': '', 'blog/posts.ts': file });
    expect(found.map(({ id, auth, application }) => `${id} ${auth.status} ${application}`).sort()).toEqual([
      'ANY /hook/{rest*} none blog', 'DELETE /mine required blog', 'GET /internal required blog', 'GET /mine required blog', 'GET /posts/{id} none blog', 'POST /blog.unnamed unknown blog', 'POST /posts required blog',
    ]);
    expect(found.find(({ id }) => id === 'GET /posts/{id}')).toMatchObject({ parameters: [{ name: 'id', in: 'path' }, { name: 'verbose', in: 'query' }], responses: [{ status: 200, fields: [{ path: 'id' }, { path: 'verbose' }] }] });
    expect(found.find(({ id }) => id === 'POST /posts')?.requestBody?.fields.map(({ path }) => path)).toEqual(['title']);
  });
});
