import { nodeModule } from '../../evaluate/builtins/node';
import type { Machine } from '../../evaluate/machine';
import type { Environment, Program } from '../../evaluate/program';
import type { Value } from '../../evaluate/value';
import { native, UNDEFINED } from '../../evaluate/value';
import type { EndpointState } from '../../model/api';
import type { Dialect, Exchange, RawEndpoint } from '../dialect';
import { fetchGlobal, isResponse } from '../fetch';
import { propertySite } from '../written';
import { discover } from './discover';
import { entriesOf } from './entries';
import { bufferGlobal, parseUrl } from './http';
import type { PlainServer } from './servers';
import { fetchExchange, invoke, plainServers, serverGlobal, serverImport, settleResponses } from './servers';

/** `url.parse` beside what the evaluator knows of Node's module. */
function urlModule(name: string): Value | undefined {
  if (name === 'parse') return parseUrl;
  const whole = name === 'default' || name === '*' || name === 'export=' ? nodeModule('url', name) : undefined;
  const url = fetchGlobal('URL');
  return whole?.t === 'object' ? { ...whole, props: new Map([...whole.props, ['parse', parseUrl], ...url ? [['URL', url] as const] : []]) } : name === 'URL' ? url : undefined;
}

interface Told { readonly method: string; readonly path: string; readonly site: RawEndpoint['site']; readonly handler: Value; readonly exchange: () => Exchange; run(m: Machine, exchange: Exchange): void }

function endpoint(server: PlainServer, { method, path, site, handler, exchange, run }: Told): RawEndpoint {
  const { file } = server.site;
  const state: EndpointState = server.conditional ? 'conditional' : 'live';
  return {
    method, components: [{ text: path, complete: true, site, assumptions: [] }], protocol: 'http', framework: 'plain', application: { id: file, entry: file }, state, site,
    handler, handlerSite: handler.t === 'fn' ? handler.site : site,
    steps: [{ kind: 'handler', scope: 'handler', value: handler, site: handler.t === 'fn' ? handler.site : site, style: 'wrapper', run }],
    exchange, ordered: false, deprecated: false, marker: null, bodyValidated: null,
  };
}

/** `routes: { '/users/:id': { GET: … }, '/health': new Response('ok') }` of Bun. */
function bunRoutes(m: Machine, server: PlainServer): RawEndpoint[] {
  const { routes } = server;
  if (routes?.t !== 'object') return [];
  return [...routes.props].flatMap(([key, given]) => {
    if (!key.startsWith('/')) return [];
    const path = key.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest*}');
    const site = propertySite(m, routes, key) ?? server.site;
    const handlers: (readonly [string, Value])[] = given.t === 'object' ? [...given.props] : [['ANY', given]];
    return handlers.flatMap(([method, value]) => {
      const handler = isResponse(value) === true ? native('Response', () => value) : value;
      if (handler.t !== 'fn' && handler.t !== 'native') return [];
      const at = given.t === 'object' ? propertySite(m, given, method) ?? site : site;
      return [endpoint(server, {
        method: handler.t === 'native' ? 'GET' : method, path, site: at, handler, exchange: () => fetchExchange({ method: method === 'ANY' ? null : method, path }),
        run: (machine, { values }) => { settleResponses(machine, machine.call(handler, [values['request'] ?? UNDEFINED], { site: at }), at); },
      })];
    });
  });
}

function endpoints(program: Program): RawEndpoint[] {
  const m = program.machine;
  return plainServers(program).flatMap(server => [
    ...bunRoutes(m, server),
    ...discover(m, server).map(found => endpoint(server, { ...found, handler: server.handler, run: (machine, exchange) => { invoke(machine, server, exchange); } })),
  ]);
}

/**
 * Servers without a framework: `http.createServer`, `Bun.serve`, `Deno.serve`, `fetch` of workers. Their handlers are asked what they answer:
 * an endpoint is a combination of a method and a path that leads to an answer of its own.
 */
export const dialect: Dialect = {
  name: 'plain',
  packages: ['http', 'https', 'http2', 'bun'],
  registrars: new Set(['createServer', 'createSecureServer', 'serve']),
  models: () => ({
    imports: (specifier, name) => specifier === 'url' ? urlModule(name) : serverImport(specifier, name),
    globals: name => name === 'Buffer' ? bufferGlobal : serverGlobal(name) ?? fetchGlobal(name),
  }),
  conventions: (environment: Environment) => entriesOf(environment),
  routes: endpoints,
};
