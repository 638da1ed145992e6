import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (list: readonly Endpoint[]): string[] => list.map(({ id, auth }) => `${id} ${auth.status}`).sort();
/** A server of Node with this body of its listener; what it does not answer is not found. */
const node = (body: string, more = ''): readonly Endpoint[] => endpoints({ 'app.ts': `import http from 'node:http';\nimport url from 'node:url';\n${more}\nhttp.createServer((req, res) => {\n${body}\nres.writeHead(404).end();\n}).listen(1);` });
/** A worker whose `fetch` has this body. */
const worker = (body: string): readonly Endpoint[] => endpoints({ 'package.json': '{ "devDependencies": { "wrangler": "1" } }', 'src/index.ts': `export default { async fetch(request, env) {\nconst url = new URL(request.url);\n${body}\nreturn new Response('', { status: 404 });\n} };` });

describe('which endpoints a listener of Node answers', () => {
  it('are those whose method and path it compares', () => {
    expect(told(node("if (req.method === 'GET' && req.url === '/a') return res.end('{\"a\":1}');\nif (req.url === '/b') { if (req.method === 'POST' || req.method === 'PUT') { res.statusCode = 201; return res.end(); } }\nswitch (url.parse(req.url, true).pathname) { case '/c': return res.end('c'); }")))
      .toEqual(['ANY /c none', 'GET /a none', 'POST /b none', 'PUT /b none']);
  });

  it('are those of tables, of prefixes and of expressions', () => {
    expect(told(node("const handler = routes[`${req.method} ${req.url}`];\nif (handler) return handler(req, res);\nif (req.method === 'GET' && req.url.startsWith('/static/')) return res.end('file');\nconst [, id] = req.url.match(/^\\/users\\/(\\d+)$/) ?? [];\nif (id && req.method === 'DELETE') return res.end(JSON.stringify({ id }));", "const routes = { 'GET /t': (req, res) => res.end('t'), 'POST /t': (req, res) => res.end('t') };")))
      .toEqual(['DELETE /users/{id} none', 'GET /static/{rest*} none', 'GET /t none', 'POST /t none']);
  });

  it('are not what it refuses, nor what only stands in its text', () => {
    expect(told(node("console.log('/logged');\nif (req.url === '/gone') return res.writeHead(410).end();\nif (req.url.startsWith('/private')) { if (!req.headers.authorization) return res.writeHead(401).end(); if (req.url === '/private/x') return res.end('x'); }\nfetch('/elsewhere');")))
      .toEqual(['ANY /private/x required']);
  });

  it('are apart from what is answered to everything else', () => {
    expect(told(node("if (req.url === '/a') return res.end('a');\nif (req.url === '/logged') console.log('/seen');\nreturn res.end('page');"))).toEqual(['ANY /a none', 'ANY /{path*} none']);
  });

  it('is all of them where everything is answered, and none where code out of sight answers', () => {
    expect(told(endpoints({ 'app.ts': "import { createServer } from 'http';\ncreateServer((req, res) => res.end('hello')).listen(1);" }))).toEqual(['ANY /{path*} none']);
    expect(told(endpoints({ 'app.ts': "import { createServer } from 'http';\nimport handle from 'elsewhere';\ncreateServer((req, res) => handle(req, res)).listen(1);" }))).toEqual([]);
    expect(told(endpoints({ 'app.ts': "import { createServer } from 'http';\nimport express from 'express';\nconst app = express();\napp.get('/x', (req, res) => res.json({}));\ncreateServer(app).listen(1);" }))).toEqual(['GET /x none']);
  });

  it('reads the body in chunks, the query and the parameters', () => {
    const [one] = node("if (req.method === 'POST' && new URL(req.url, 'http://x').pathname === '/a') { let text = ''; req.on('data', (part) => { text += part; }); req.on('end', () => { const { name } = JSON.parse(text); res.end(JSON.stringify({ name, q: new URL(req.url, 'http://x').searchParams.get('q') })); }); return; }");
    expect(one).toMatchObject({ id: 'POST /a', requestBody: { fields: [{ path: 'name' }] }, parameters: [{ in: 'query', name: 'q' }] });
    expect(one?.responses.flatMap(({ fields }) => fields.map(({ path }) => path))).toEqual(['name', 'q']);
  });

  it('have the place where their path is written', () => {
    expect(node("if (req.url === '/a' && req.method === 'GET') return res.end('1');\nif (req.url === '/b') return res.end('2');").map(({ id, range }) => [id, range.start.line])).toEqual([['GET /a', 5], ['ANY /b', 6]]);
  });

  it('are declared anew when the listener changes', () => {
    const text = (path: string): string => `import http from 'node:http';\nhttp.createServer((req, res) => { if (req.url === '${path}') return res.end('1'); res.writeHead(404).end(); }).listen(1);`;
    const workspace = createWorkspace(memoryTree({ 'package.json': '{}', 'app.ts': text('/a') }), defaultConfig('2026-01-01'));
    expect(workspace.snapshot().model.endpoints.map(({ id }) => id)).toEqual(['ANY /a']);
    workspace.apply([{ kind: 'open', file: 'app.ts', text: text('/b') }]);
    expect(workspace.snapshot().model.endpoints.map(({ id }) => id)).toEqual(['ANY /b']);
  });
});

describe('which endpoints a fetch function answers', () => {
  it('are those of a worker', () => {
    expect(told(worker("if (url.pathname === '/a' && request.method === 'GET') return Response.json({ a: 1 });\nif (url.pathname.startsWith('/key')) { if (request.headers.get('x-api-key') !== env.KEY) return new Response('', { status: 401 }); return new Response('in'); }")))
      .toEqual(['ANY /key/{rest*} required', 'GET /a none']);
  });

  it('are those of Bun, with its routes', () => {
    expect(told(endpoints({ 'package.json': '{ "devDependencies": { "@types/bun": "1" } }', 'index.ts': "Bun.serve({ routes: { '/health': new Response('ok'), '/users/:id': { GET: (req) => Response.json({ id: req.params.id }), DELETE: () => new Response(null, { status: 204 }) }, '/all/*': () => new Response('x') }, fetch(req) { if (new URL(req.url).pathname === '/old') return new Response('old'); return new Response('', { status: 404 }); } });" })))
      .toEqual(['ANY /all/{rest*} none', 'ANY /old none', 'DELETE /users/{id} none', 'GET /health public', 'GET /users/{id} none']);
  });

  it('are those of Deno and of service workers', () => {
    expect(told(endpoints({ 'deno.json': '{}', 'main.ts': "Deno.serve({ port: 1 }, (req) => new URL(req.url).pathname === '/d' ? new Response('d') : new Response('', { status: 404 }));" }))).toEqual(['ANY /d none']);
    expect(told(endpoints({ 'wrangler.json': '{ "main": "w.js" }', 'w.js': "addEventListener('fetch', (event) => { event.respondWith(handle(event.request)); });\nasync function handle(request) { return new URL(request.url).pathname === '/w' ? new Response('w') : new Response('', { status: 404 }); }" }))).toEqual(['ANY /w none']);
  });

  it('is none where code out of sight answers', () => {
    expect(told(endpoints({ 'package.json': '{ "devDependencies": { "wrangler": "1" } }', 'src/index.ts': "import handle from 'elsewhere';\nexport default { fetch: (request) => handle(request) };" }))).toEqual([]);
  });
});
