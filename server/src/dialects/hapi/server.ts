import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, NativeValue, Value } from '../../evaluate/value';
import { derived, hole, list, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { propertySite } from '../written';
import { testStrategy } from './auth';
import { registerAll } from './plugins';
import { addRoutes } from './routes';
import type { Extension, RootState, Server, ServerState } from './state';
import { DEFAULT, itemsOf, servers } from './state';

/** Functions that set up what has no part in who may call what, or that only start and stop. */
const settings: ReadonlySet<string> = new Set([
  'start', 'stop', 'initialize', 'state', 'log', 'expose', 'views', 'bind', 'path', 'validator', 'encoder', 'decoder', 'rules', 'cache', 'control', 'event', 'on', 'once', 'events', 'connection',
]);

type Kind = keyof RootState['decorations'];
const KINDS: ReadonlySet<string> = new Set<Kind>(['server', 'request', 'toolkit', 'handler']);

function member(server: Server, key: string): Value | undefined {
  const { root } = server.state;
  const own = (name: string, run: (m: Machine, call: Call) => void): NativeValue => native(`server.${name}`, (m, call) => { run(m, call); return UNDEFINED; });
  if (settings.has(key)) return native(`server.${key}`, () => server);
  switch (key) {
    case 'route': return own(key, (m, call) => { addRoutes(m, server, call); });
    case 'register': return own(key, (m, call) => { registerAll(m, server, call); });
    case 'ext': return own(key, (m, call) => { extend(m, server, call); });
    case 'dependency': return own(key, (m, call) => { if (call.args[1]) m.call(call.args[1], [server], { site: call.site }); });
    case 'decorate': return own(key, (m, call) => {
      const [kind, name, value = UNDEFINED] = call.args;
      const [to, as] = [stringOf(kind), stringOf(name)];
      if (to !== undefined && KINDS.has(to) && as !== undefined) m.heap.set(root.decorations[to as Kind], as, value);
    });
    case 'method': return own(key, (m, call) => {
      const specs = call.args[0]?.t === 'list' || call.args[0]?.t === 'object' ? itemsOf(call.args[0]).map(spec => [m.get(spec, 'name'), m.get(spec, 'method')] as const) : [[call.args[0], call.args[1]] as const];
      for (const [name, value] of specs) addMethod(m, root.methods, stringOf(name), value);
    });
    case 'methods': return root.methods;
    case 'auth': return auth(server);
    case 'realm': return object([['modifiers', object([['route', object([['prefix', derived('prefix', [])]])]])], ['plugin', derived('plugin', [])]]);
    case 'settings': return root.options.t === 'object' ? root.options : object();
    case 'table': case 'lookup': case 'match': return native(`server.${key}`, () => list([]));
    case 'inject': return native('server.inject', (_m, call) => derived('inject', call.args));
    default: return root.decorations.server.get(key);
  }
}

/** `users.find`: a method below a name. */
function addMethod(m: Machine, methods: Value, name: string | undefined, value: Value | undefined): void {
  if (name === undefined || !value) return;
  const parts = name.split('.');
  const last = parts.pop() ?? '';
  let at = methods;
  for (const part of parts) {
    if (at.t !== 'object') return;
    const next = at.props.get(part) ?? object();
    m.heap.set(at.props, part, next);
    at = next;
  }
  if (at.t === 'object') m.heap.set(at.props, last, value);
}

/** `server.ext('onPreAuth', fn)`, `server.ext({ type, method, options })`, and lists of both. */
function extend(m: Machine, server: Server, call: Call): void {
  const [first = UNDEFINED, method, options] = call.args;
  const add = (event: string | undefined, value: Value, at: Site | null, given: Value | undefined): void => {
    if (event === undefined) { m.program.note(call.site, 'a function is added at a point of the lifecycle that is computed'); return; }
    const kept = given?.t === 'object' && stringOf(m.get(given, 'sandbox')) === 'plugin';
    for (const one of itemsOf(value)) {
      if (one.t === 'lit') continue;
      m.heap.push<Extension>(server.state.root.extensions, { event, value: one, site: at, only: kept ? server.state.plugin ?? server.state.root : null, scope: server.state.plugin === null ? 'app' : 'plugin' });
    }
  };
  if (first.t === 'lit') { add(stringOf(first), method ?? UNDEFINED, call.argSites[1] ?? call.site, options); return; }
  for (const one of itemsOf(first)) if (one.t === 'object') add(stringOf(m.get(one, 'type')), m.get(one, 'method'), propertySite(m, one, 'method') ?? call.site, m.get(one, 'options'));
}

const authType: ModelType<Server> = {
  name: 'hapi.Auth',
  get: ({ state: server }, key) => {
    const { root } = server.state;
    switch (key) {
      case 'scheme': return native('server.auth.scheme', (m, call) => { const name = stringOf(call.args[0]); if (name !== undefined) m.heap.set(root.schemes, name, call.args[1] ?? UNDEFINED); return UNDEFINED; });
      case 'strategy': return native('server.auth.strategy', (m, call) => { strategy(m, server, call); return UNDEFINED; });
      case 'default': return native('server.auth.default', (m, call) => { m.heap.set(root.standard, DEFAULT, call.args[0] ?? UNDEFINED); return UNDEFINED; });
      case 'test': return native('server.auth.test', (m, call) => testStrategy(m, root, call));
      case 'verify': return native('server.auth.verify', () => UNDEFINED);
      case 'settings': return object([['default', root.standard.get(DEFAULT) ?? lit(null)]]);
      case 'lookup': return native('server.auth.lookup', (_m, call) => derived('lookup', call.args));
      default: return undefined;
    }
  },
};

const auth = (server: Server): Value => model(authType, server) as Value;

/** `server.auth.strategy(name, scheme, options)`: what the scheme makes of the options answers for the strategy. */
function strategy(m: Machine, server: Server, call: Call): void {
  const { root } = server.state;
  const [name, schemeName, options = object()] = call.args;
  const key = stringOf(name);
  if (key === undefined || !m.alive) return;
  const scheme = root.schemes.get(stringOf(schemeName) ?? '');
  const [unseen] = root.unseen;
  const methods = scheme ? m.call(scheme, [server, options], { site: call.site })
    : hole(`the authentication scheme ${stringOf(schemeName) ?? ''}`, call.site, unseen ? [unseen] : []);
  m.heap.set(root.strategies, key, methods);
}

const serverType: ModelType<ServerState> = {
  name: 'hapi.Server',
  get: (self, key) => self.props.get(key) ?? member(self as Server, key),
};

const rootOf = (options: Value | undefined, site: Site | null, assumed: boolean): RootState => ({
  site, assumed, options: options ?? UNDEFINED, routes: [], extensions: [], schemes: new Map(), strategies: new Map(), standard: new Map(), unseen: [],
  decorations: { server: new Map(), request: new Map(), toolkit: new Map(), handler: new Map() }, methods: object(),
});

function made(type: ModelType<ServerState>, root: RootState, conditional: boolean): Server {
  const server = model<ServerState>(type, { root, prefix: [], plugin: null, conditional }, root.site) as Server;
  for (const key of ['app', 'plugins']) server.props.set(key, object());
  return server;
}

/** A new server. */
export function createServer(m: Machine, options: Value | undefined, site: Site | null): Server {
  const server = made(serverType, rootOf(options, site, false), m.nesting > 0);
  servers(m).push(server);
  return server;
}

/** What stands for a parameter of a server's type that nobody passed a server for. */
export function assumedServer(site: Site): Value {
  return made({
    ...serverType,
    get(self, key, m) {
      const known = servers(m);
      if (!known.some(one => one.state.root === self.state.root)) known.push(self as Server);
      return self.props.get(key) ?? member(self as Server, key);
    },
  }, rootOf(undefined, site, true), false);
}
