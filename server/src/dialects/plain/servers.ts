import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import { waysOf } from '../../evaluate/path';
import type { Call, ModelType, NativeValue, Value } from '../../evaluate/value';
import { input, list, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Exchange } from '../dialect';
import { isMissing, siteOfExport } from '../exported';
import { fetchRequest, isResponse, settle } from '../fetch';

/** A function that answers every request: of Node (`node`), with a Fetch request (`fetch`), or an event of a worker (`event`). */
export interface PlainServer {
  readonly kind: 'node' | 'fetch' | 'event';
  readonly handler: Value;
  readonly site: Site;
  readonly conditional: boolean;
  /** `routes` of Bun: paths with their handlers, asked before the function. */
  readonly routes: Value | null;
}

const KEPT = 'plain.servers';

function add(m: Machine, kind: PlainServer['kind'], handler: Value | undefined, site: Site | null, routes: Value | null = null): void {
  if (!site || !m.alive || (handler?.t !== 'fn' && routes === null)) return;
  const known = m.program.collected<PlainServer>(KEPT);
  if (handler?.t === 'fn' && known.some(one => one.handler === handler)) return;
  known.push({ kind, handler: handler ?? UNDEFINED, site, conditional: m.nesting > 0, routes });
}

const serverType: ModelType<null> = {
  name: 'node.Server',
  get(self, key) {
    switch (key) {
      case 'on': case 'once': case 'addListener': return native(`server.${key}`, (m, call) => { if (stringOf(call.args[0]) === 'request') add(m, 'node', call.args[1], call.site); if (stringOf(call.args[0]) === 'upgrade' && call.args[1]?.t === 'fn') m.program.collected<Value>('server.upgrade').push(call.args[1]); return self; });
      case 'listen': return native('server.listen', (m, call) => { const done = call.args.find(one => one.t === 'fn'); if (done) m.call(done, [], { self, site: call.site }); return self; });
      case 'close': case 'setTimeout': case 'ref': case 'unref': return native(`server.${key}`, () => self);
      default: return undefined;
    }
  },
};

/** `http.createServer(options?, (req, res) => …)`. */
const createServer = native('http.createServer', (m, call) => {
  add(m, 'node', call.args.find(one => one.t === 'fn'), call.site);
  return model(serverType, null, call.site) as Value;
});

/** `Bun.serve({ routes, fetch })`. */
const bunServe = native('Bun.serve', (m, call) => {
  const [options] = call.args;
  if (options?.t === 'object') {
    const routes = m.get(options, 'routes');
    add(m, 'fetch', m.get(options, 'fetch'), call.site, routes.t === 'object' ? routes : null);
  }
  return object();
});

/** `Deno.serve(handler)`, `Deno.serve({ port }, handler)`, `Deno.serve({ handler })`. */
const denoServe = native('Deno.serve', (m, call) => {
  const options = call.args.find(one => one.t === 'object');
  add(m, 'fetch', call.args.find(one => one.t === 'fn') ?? (options ? m.get(options, 'handler') : undefined), call.site);
  return object();
});

/** `addEventListener('fetch', (event) => event.respondWith(…))`. */
const addEventListener = native('addEventListener', (m: Machine, call: Call) => {
  if (stringOf(call.args[0]) === 'fetch') add(m, 'event', call.args[1], call.site);
  return UNDEFINED;
});

const nodeServers: Readonly<Record<string, NativeValue>> = { createServer, createSecureServer: createServer, Server: createServer };

/** What makes servers, by import and by global name. */
export function serverImport(specifier: string, name: string): Value | undefined {
  if (specifier === 'bun') return name === 'serve' ? bunServe : undefined;
  if (/^https?:\/\/deno\.land\/std.*\/http\/(server|mod)\.ts$/.test(specifier)) return name === 'serve' ? denoServe : undefined;
  if (specifier !== 'http' && specifier !== 'https' && specifier !== 'http2') return undefined;
  if (Object.hasOwn(nodeServers, name)) return nodeServers[name];
  if (name !== 'default' && name !== '*' && name !== 'export=') return undefined;
  const base: Value = { t: 'sym', op: 'import', module: specifier, name };
  return { ...object(Object.entries(nodeServers)), spreads: [base], open: true };
}

/** The globals of Bun, Deno and workers. */
export function serverGlobal(name: string): Value | undefined {
  switch (name) {
    case 'Bun': return { ...object([['serve', bunServe]]), spreads: [{ t: 'sym', op: 'global', name }], open: true };
    case 'Deno': return { ...object([['serve', denoServe]]), spreads: [{ t: 'sym', op: 'global', name }], open: true };
    case 'addEventListener': return addEventListener;
    default: return undefined;
  }
}

/** All servers of a program: those that are made by calls, and `export default { fetch }`. */
export function plainServers(program: Program): readonly PlainServer[] {
  const out = [...program.collected<PlainServer>(KEPT)];
  for (const module of program.modules.values()) {
    const value = program.exported(module, 'default');
    const fetch = value?.t === 'object' ? value.props.get('fetch') : undefined;
    if (fetch?.t !== 'fn' || isMissing(fetch) || out.some(one => one.handler === fetch)) continue;
    out.push({ kind: 'fetch', handler: fetch, site: siteOfExport(module, 'default'), conditional: false, routes: null });
  }
  return out;
}

/** A Fetch request with what Bun and workers put beside it. */
export function fetchExchange(request: { readonly method: string | null; readonly path: string }): Exchange {
  const made = fetchRequest(request);
  if (made.t === 'model') made.props.set('params', input('path'));
  return { values: { request: made } };
}

/** Only what is known to be a response is an answer: what comes of code out of sight is nobody's. */
export function settleResponses(m: Machine, result: Value, site: Site | null): void {
  if (!m.alive) return;
  const known = waysOf(result, m.path).filter(way => isResponse(way.value) === true);
  const end = m.path;
  for (const way of known) {
    m.path = way.path;
    settle(m, way.value, site, 'nothing', 'return');
  }
  m.path = end;
}

/** Asks a server's function. */
export function invoke(m: Machine, server: PlainServer, { values }: Exchange): void {
  const { handler, site } = server;
  if (server.kind === 'node') { m.call(handler, [values['req'] ?? UNDEFINED, values['res'] ?? UNDEFINED], { site }); return; }
  const request = values['request'] ?? UNDEFINED;
  if (server.kind === 'fetch') { settleResponses(m, m.call(handler, [request, { t: 'sym', op: 'env', name: 'env' }, object([['waitUntil', native('waitUntil', () => UNDEFINED)], ['params', list([])]])], { site }), site); return; }
  const respondWith = native('event.respondWith', (machine, call) => { settleResponses(machine, call.args[0] ?? UNDEFINED, call.site); return UNDEFINED; });
  m.call(handler, [object([['request', request], ['respondWith', respondWith], ['waitUntil', native('waitUntil', () => UNDEFINED)]])], { site });
}
