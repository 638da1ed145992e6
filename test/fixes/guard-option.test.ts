import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../server/src/engine/workspace';
import { lineStartsOf, offsetAt } from '../../server/src/base/lines';
import { applyEdits } from '../../server/src/base/span';
import { defaultConfig } from '../../server/src/model/config';
import { memoryTree } from '../checks/memory-tree';

const guarded = "  fastify.get('/a', { preHandler: [fastify.authenticate] }, async () => 1);\n";
const head = "import Fastify from 'fastify';\nimport jwt from '@fastify/jwt';\nimport routes from './routes';\nconst app = Fastify();\nawait app.register(jwt, { secret: 's' });\napp.decorate('authenticate', async (request) => { await request.jwtVerify(); });\napp.register(routes);\napp.listen({ port: 1 });\n";

/** A route of a plugin without a guard, after the first fix of what is said about it; undefined when no guard is offered. */
function fixed(route: string, before = ''): string | undefined {
  const text = `${before}export default async function routes(fastify) {\n${guarded}${route}\n}\n`;
  const files = { 'package.json': '{ "name": "x" }', 'app.ts': head, 'routes.ts': text };
  const snapshot = createWorkspace(memoryTree(files), defaultConfig('2026-01-01')).snapshot();
  const [finding] = snapshot.findings.filter(({ check, file }) => check === 'auth/missing-authentication' && file === 'routes.ts');
  const [fix] = finding ? snapshot.fixes(finding) : [];
  if (fix?.title.startsWith('Add fastify.authenticate') !== true) return undefined;
  const starts = lineStartsOf(text);
  const result = applyEdits(text, fix.edits.map(({ range, newText }) => ({ start: offsetAt(starts, range.start), end: offsetAt(starts, range.end), newText })));
  const again = createWorkspace(memoryTree({ ...files, 'routes.ts': result }), defaultConfig('2026-01-01')).snapshot();
  expect(again.findings.filter(({ file }) => file === 'routes.ts')).toEqual([]);
  return result.slice(result.indexOf(guarded) + guarded.length, -3);
}

describe('adding the guard of a sibling as an option of a route', () => {
  it.each([
    ['no options', "  fastify.post('/b', async () => 1);", "  fastify.post('/b', { preHandler: fastify.authenticate }, async () => 1);"],
    ['empty options', "  fastify.post('/b', {}, async () => 1);", "  fastify.post('/b', { preHandler: fastify.authenticate }, async () => 1);"],
    ['options on one line', "  fastify.post('/b', { config: {} }, async () => 1);", "  fastify.post('/b', { preHandler: fastify.authenticate, config: {} }, async () => 1);"],
    ['options on several lines', "  fastify.post('/b', {\n    config: {},\n  }, async () => 1);", "  fastify.post('/b', {\n    preHandler: fastify.authenticate,\n    config: {},\n  }, async () => 1);"],
    ['another hook', "  fastify.post('/b', { preHandler: async () => undefined }, async () => 1);", "  fastify.post('/b', { preHandler: [fastify.authenticate, async () => undefined] }, async () => 1);"],
    ['a list of hooks', "  fastify.post('/b', { preHandler: [async () => undefined] }, async () => 1);", "  fastify.post('/b', { preHandler: [fastify.authenticate, async () => undefined] }, async () => 1);"],
    ['an empty list', "  fastify.post('/b', { preHandler: [] }, async () => 1);", "  fastify.post('/b', { preHandler: [fastify.authenticate] }, async () => 1);"],
    ['a full declaration', "  fastify.route({ method: 'POST', url: '/b', handler: async () => 1 });", "  fastify.route({ method: 'POST', url: '/b', preHandler: fastify.authenticate, handler: async () => 1 });"],
    ['a chain', "  fastify.register(async () => undefined).post('/b', async () => 1);", "  fastify.register(async () => undefined).post('/b', { preHandler: fastify.authenticate }, async () => 1);"],
  ])('with %s', (_name, route, expected) => {
    expect(fixed(route)).toBe(expected);
  });

  it('beside named options, when they have no hook', () => {
    expect(fixed("  fastify.post('/b', options, async () => 1);", 'const options = { config: {} };\n')).toBe("  fastify.post('/b', { ...options, preHandler: fastify.authenticate }, async () => 1);");
    expect(fixed("  fastify.post('/b', options, async () => 1);", 'const options = { preHandler: async () => undefined };\n')).toBeUndefined();
  });

  it('never by registering a plugin for one route', () => {
    const files = {
      'package.json': '{ "name": "x" }',
      'app.ts': "import Fastify from 'fastify';\nimport bearer from '@fastify/bearer-auth';\nconst app = Fastify();\napp.register(async (area) => { area.register(bearer, { keys: [] }); area.get('/a', async () => 1); });\napp.post('/b', async () => 1);\napp.listen({ port: 1 });",
    };
    const snapshot = createWorkspace(memoryTree(files), defaultConfig('2026-01-01')).snapshot();
    expect(snapshot.findings.map(({ endpoint }) => endpoint)).toEqual(['POST /b']);
    expect(snapshot.findings.flatMap((finding) => snapshot.fixes(finding)).map(({ title }) => title).filter((title) => title.startsWith('Add area'))).toEqual([]);
  });
});
