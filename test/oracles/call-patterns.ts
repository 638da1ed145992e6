import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { azure } from './azure';
import { here } from './load';
import type { Pattern } from './patterns';
import type { PlainOptions } from './plain';
import { withRestify } from './restify';

/** A pattern fixture of a framework whose routes are calls; there is no table to read: every row is asked for. */
export interface CallPattern extends Pattern { readonly options: PlainOptions }

type Handler = Parameters<typeof createServer>[1];

function pattern(app: string, rest: Omit<Pattern, 'app'>, create: PlainOptions['create'], packages: PlainOptions['packages'] = {}, more: Pick<PlainOptions, 'around'> = {}): CallPattern {
  const routes = Object.keys(rest.rows).map((id) => { const [method = '', path = ''] = id.split(' '); return { method, path }; });
  return { app, ...rest, options: { app, routes, create, packages, ...more } };
}

/** The functions of an application as Google's framework serves them, each below its name as the cloud does it. */
function cloud(names: readonly string[]): Server {
  const { getTestServer } = createRequire(join(here, 'call-patterns.ts'))('@google-cloud/functions-framework/testing') as { getTestServer: (name: string) => Server };
  const servers = new Map(names.map((name) => [name, getTestServer(name)]));
  return createServer((req, res) => {
    const [, name = '', rest = ''] = /^\/([^/?]*)(.*)$/.exec(req.url ?? '') ?? [];
    req.url = rest.startsWith('/') ? rest : `/${rest}`;
    if (servers.get(name)?.emit('request', req, res) !== true) res.writeHead(404).end();
  });
}

/** Functions of Azure below the prefix that their host has by itself. */
function azurePattern(app: string, rest: Omit<Pattern, 'app'>): CallPattern {
  const functions = azure('api', ['src/index.ts']);
  const made = pattern(app, rest, functions.create);
  return { ...made, options: { ...made.options, ...functions } };
}

export const callPatterns: readonly CallPattern[] = [
  pattern('call-patterns/polka', {
    rows: {
      'GET /early': [401, 200, 200, 'early'],
      'GET /staff/list': [401, 403, 200, 'list'],
      'GET /users/{id?}': [401, 200, 200, 'user'],
      'GET /assets/{rest*}': [401, 200, 200, 'asset'],
      'GET /sub/inner': [401, 200, 200, 'inner'],
      'GET /two/words/open': [401, 200, 200, 'open'],
    },
    misses: ['GET /sub', 'GET /too/deep/lost', 'GET /list'],
    unmounted: ['GET /lost'],
  }, (load) => createServer((load('src/app.ts')['default'] as { handler: Handler }).handler)),
  pattern('call-patterns/tinyhttp', {
    rows: {
      'GET /open': [200, 200, 200, 'open'],
      'GET /zone/inside': [401, 200, 200, 'inside'],
      'GET /v1/things/{id}': [401, 403, 200, 'thing'],
      'POST /v1/things/{id}/notes': [401, 403, 201, 'note'],
      'GET /late': [401, 200, 200, 'late'],
    },
    misses: ['GET /inside', 'GET /things/1', 'GET /v1/notes'],
  }, (load) => createServer((load('src/app.ts')['app'] as { attach: Handler }).attach)),
  pattern('call-patterns/restify', {
    rows: {
      'GET /open': [200, 200, 200, 'open'],
      'GET /closed': [401, 200, 200, 'closed'],
      'PATCH /v1/things/{id}': [401, 403, 200, 'thing'],
      'DELETE /v1/things/{id}': [401, 403, 204],
      'HEAD /head': [200, 200, 200],
      'GET /files/{rest*}': [401, 200, 200, 'file'],
      'GET /late/one': [401, 200, 200, 'late'],
    },
    misses: ['GET /things/1', 'POST /closed', 'GET /v1/things'],
  }, (load) => (load('src/app.ts')['server'] as { server: unknown }).server, {}, { around: withRestify }),
  pattern('call-patterns/itty', {
    rows: {
      'GET /before': [401, 200, 200, 'before'],
      'GET /users/{id?}': [401, 200, 200, 'user'],
      'GET /assets/{path*}': [401, 200, 200, 'asset'],
      'GET /api/v1/people/{personId}': [401, 403, 200, 'person'],
      'GET /api/v1/people': [401, 403, 200, 'people'],
      'GET /things/{id}': [401, 200, 200, 'thing'],
      'GET /things/special': [401, 200, 200, 'thing', 'shadowed'],
    },
    misses: ['GET /people', 'GET /v1/people', 'GET /draft'],
    unmounted: ['GET /draft'],
  }, (load) => { const router = load('src/worker.ts')['router'] as { fetch: (request: Request) => Promise<Response | undefined> }; return async (request: Request) => await router.fetch(request) ?? new Response(null, { status: 404 }); }),
  pattern('call-patterns/elysia', {
    rows: {
      'GET /api/open': [200, 200, 200, 'open'],
      'GET /api/local/before': [200, 200, 200, 'before'],
      'GET /api/local/inside': [401, 200, 200, 'inside'],
      'GET /api/inner/scoped-own': [401, 200, 200, 'own'],
      'GET /api/inner/after': [401, 200, 200, 'after'],
      'GET /api/still-open': [200, 200, 200, 'still'],
      'GET /api/staff/list': [401, 403, 200, 'role'],
      'GET /api/staff/any': [401, 200, 200, 'any'],
      'GET /api/lazy': [200, 200, 200, 'lazy'],
      'GET /api/group/first': [200, 200, 200, 'first'],
      'GET /api/group/second/{id?}': [401, 200, 200, 'second'],
      'GET /api/single': [401, 200, 200, 'single'],
      'PUT /api/guarded/{rest*}': [401, 200, 200, 'guarded'],
      'PATCH /api/patched': [202, 202, 202, 'patched'],
      'ANY /api/late': [401, 200, 200, 'late'],
      'GET /root': [401, 200, 200, 'root'],
    },
    misses: ['GET /open', 'GET /api/inside', 'GET /api/drafts', 'GET /drafts', 'GET /api/second/1', 'GET /api/root'],
    unmounted: ['GET /drafts'],
  }, (load) => (load('src/app.ts')['default'] as { fetch: unknown }).fetch),
  pattern('call-patterns/functions', {
    rows: {
      'GET /things': [200, 200, 200, 'things'],
      'GET /things/{id}': [401, 200, 200, 'thing'],
      'DELETE /things/admin/{id}': [401, 403, 204],
      'GET /stats/today': [401, 200, 200, 'stats'],
      'ANY /ping': [200, 200, 200, 'pong'],
      'ANY /report': [401, 200, 200, 'report'],
      'ANY /hello': [401, 202, 202, 'hello'],
    },
    misses: ['GET /today', 'GET /things/1/more', 'GET /1'],
  }, (load) => { load('src/index.ts'); return cloud(['things', 'stats', 'ping', 'report', 'hello']); }, { express: 'express5' }),
  azurePattern('call-patterns/azure', {
    rows: {
      'GET /api/open': [200, 200, 200, 'open'],
      'POST /api/open': [200, 200, 200, 'open'],
      'GET /api/closed': [401, 200, 200, 'closed'],
      'PATCH /api/closed': [401, 200, 200, 'closed'],
      'DELETE /api/things/{thingId}/parts/{part?}': [401, 204, 204],
      'GET /api/files/{path*}': [203, 203, 203, 'file'],
    },
    misses: ['GET /open', 'PUT /api/open', 'GET /api/things/1', 'GET /api/files'],
  }),
  pattern('call-patterns/openapi', {
    rows: {
      'GET /api/pets': [200, 200, 200, 'pets'],
      'POST /api/pets': [401, 201, 201, 'created'],
      'GET /api/pets/{petId}': [401, 200, 200, 'pet'],
      'DELETE /api/pets/{petId}': [401, 403, 204],
      'GET /api/optional': [200, 200, 200, 'optional'],
    },
    misses: ['GET /pets', 'PUT /api/pets', 'GET /api/cats'],
  }, (load) => createServer(load('src/app.ts')['app'] as Handler), { express: 'express5' }),
];
