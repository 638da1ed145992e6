import { createServer, type IncomingMessage } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { appLoader, here, type LoadOptions } from './load';
import { close, listen, type Route } from './live';

interface Result { readonly statusCode?: number; readonly body?: string }
type Handler = (event: unknown, context: unknown) => Promise<Result>;
interface Row extends Route { readonly handler: string }
type Event = Readonly<Record<string, string | { readonly method: string; readonly path: string }>>;

/** The requests that a configuration of the Serverless Framework declares. */
function rowsOf(app: string): Row[] {
  const { functions } = parse(readFileSync(join(here, 'apps', app, 'serverless.yml'), 'utf8')) as { functions: Record<string, { handler: string; events: Event[] }> };
  return Object.values(functions).flatMap(({ handler, events }) => events.flatMap((event) => {
    const given = event['http'] ?? event['httpApi'];
    if (given === undefined) return [];
    const [method = '', path = ''] = typeof given === 'string' ? given.split(' ') : [given.method, given.path];
    return [{ handler, method: method.toUpperCase(), path: path.startsWith('/') ? path : `/${path}` }];
  }));
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? null : text;
}

export interface RunningLambda { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

/**
 * AWS does not run here: the handlers of a fixture are called as they are, with events that are made of real requests on a loopback port. What the
 * gateway itself would ask (its authorizers) is not shown.
 */
export async function startLambda(options: LoadOptions): Promise<RunningLambda> {
  const load = appLoader({ ...options, packages: { '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  const rows = rowsOf(options.app);
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const row = rows.find(({ method, path }) => method === request.method && patternOf(path).test(url.pathname));
      if (!row) { response.writeHead(404).end(); return; }
      const dot = row.handler.lastIndexOf('.');
      const handler = load(`${row.handler.slice(0, dot)}.ts`)[row.handler.slice(dot + 1)] as Handler;
      const event = {
        httpMethod: request.method, path: url.pathname, resource: row.path, headers: request.headers, body: await bodyOf(request), isBase64Encoded: false,
        pathParameters: { ...patternOf(row.path).exec(url.pathname)?.groups }, queryStringParameters: Object.fromEntries(url.searchParams), requestContext: {},
      };
      const result = await handler(event, {});
      const wrapped = result.statusCode === undefined ? { statusCode: 200, body: JSON.stringify(result) } : result;
      response.writeHead(wrapped.statusCode ?? 200, { 'content-type': 'application/json' }).end(wrapped.body);
    })().catch(() => { response.writeHead(500).end(); });
  });
  return { origin: await listen(server), routes: rows.map(({ method, path }) => ({ method, path })), stop: () => close(server) };
}
