import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, derived, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { handshake } from '../handshake';
import { joinComponents, pathComponents } from '../paths';
import { refusalOf, respond } from '../sockets';
import { upgradeRequest } from './request';

interface Attached { readonly value: Value; readonly site: Site }
interface NamespaceState { readonly name: Value | null; readonly middlewares: Attached[]; readonly listeners: Attached[] }
interface ServerState { readonly path: Value | null; readonly site: Site; readonly spaces: ModelValue<NamespaceState>[]; readonly options: Value }
type Namespace = ModelValue<NamespaceState>;
type Server = ModelValue<ServerState>;

const silentOf = (name: string, self: Value): NativeValue => native(name, () => self);

/** Sending to whole rooms says nothing about a caller. */
const broadcasting: ReadonlySet<string> = new Set(['emit', 'to', 'in', 'except', 'socketsJoin', 'socketsLeave', 'disconnectSockets', 'adapter', 'bind', 'attach', 'listen', 'close', 'serverSideEmit', 'compress', 'volatile', 'local', 'timeout', 'onclose']);

function spaceMember(space: Namespace, self: Value, key: string): Value | undefined {
  switch (key) {
    case 'use': return native('io.use', (m, call) => { m.heap.push(space.state.middlewares, { value: call.args[0] ?? UNDEFINED, site: call.argSites[0] ?? call.site ?? NOWHERE }); return self; });
    case 'on': case 'once': case 'addListener': return native(`io.${key}`, (m, call) => {
      const name = stringOf(call.args[0]);
      const [, value] = call.args;
      if (value && (name === 'connection' || name === 'connect')) m.heap.push(space.state.listeners, { value, site: call.site ?? NOWHERE });
      return self;
    });
    case 'name': return space.state.name ?? lit('/');
    case 'sockets': return key === 'sockets' ? self : undefined;
    default: return broadcasting.has(key) ? silentOf(`io.${key}`, self) : undefined;
  }
}

const spaceType: ModelType<NamespaceState> = { name: 'socketio.Namespace', get: (self, key) => spaceMember(self, self as Value, key) };

const serverType: ModelType<ServerState> = {
  name: 'socketio.Server',
  get: (self, key) => {
    const [main] = self.state.spaces;
    if (key === 'of') return native('io.of', (m, call) => {
      const name = call.args[0] ?? lit('/');
      const known = self.state.spaces.find(one => stringOf(one.state.name ?? lit('/')) === stringOf(name) && stringOf(name) !== undefined);
      if (known) return known as Value;
      const space = model(spaceType, { name, middlewares: [], listeners: [] } as NamespaceState, call.site);
      m.heap.push(self.state.spaces, space);
      const [, listener] = call.args;
      if (listener) m.heap.push(space.state.listeners, { value: listener, site: call.site ?? NOWHERE });
      return space as Value;
    });
    if (key === 'engine') return object([['use', native('engine.use', () => UNDEFINED)], ['on', native('engine.on', () => UNDEFINED)], ['generateId', UNDEFINED]]);
    if (key === 'path' || key === 'origins' || key === 'set') return silentOf(`io.${key}`, self as Value);
    return main ? spaceMember(main, self as Value, key) : undefined;
  },
};

/** `new Server(httpServer, options)`. */
function create(m: Machine, call: Call): Value {
  const options = call.args.findLast(one => one.t === 'object') ?? object();
  const path = m.get(options, 'path');
  const main = model(spaceType, { name: null, middlewares: [], listeners: [] } as NamespaceState, call.site);
  const server = model<ServerState>(serverType, { path: path.t === 'lit' && typeof path.v !== 'string' ? null : path, site: call.site ?? NOWHERE, spaces: [main], options }, call.site);
  m.program.collected<Server>('socketio.server').push(server);
  return server as Value;
}

/** The constructor of servers; of `require('socket.io')` it is a member, too. */
export const createIo: NativeValue = native('socket.io', create, [['Server', native('socket.io', create)]]);

interface Listening { readonly name: Value; readonly value: Value; readonly site: Site }
interface SocketState { readonly wanted: string | null; readonly heard: Listening[] }

/** One connection. Listening for the event that is asked about is where the connection lets it through. */
const socketType: ModelType<SocketState> = {
  name: 'socketio.Socket',
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'handshake': return handshake();
      case 'request': case 'conn': return upgradeRequest(null);
      case 'id': return derived('socket.id', []);
      case 'connected': return lit(true);
      case 'rooms': return derived('rooms', []);
      case 'nsp': return object([['name', derived('namespace', [])]]);
      case 'on': case 'once': case 'addListener': return native(`socket.${key}`, (_m, call) => { listen(m, self, call); return self as Value; });
      case 'use': return native('socket.use', () => self as Value);
      case 'disconnect': return native('socket.disconnect', (_m, call) => { respond(m, 401, call.site, 'socket.disconnect'); return self as Value; });
      case 'emit': case 'send': return native(`socket.${key}`, (_m, call) => { respond(m, 200, call.site, `socket.${key}`, key === 'send' ? call.args[0] : call.args[1]); return self as Value; });
      case 'broadcast': case 'volatile': return broadcast;
      case 'to': case 'in': case 'except': case 'timeout': case 'compress': return native(`socket.${key}`, () => broadcast);
      case 'join': case 'leave': case 'onAny': case 'off': case 'removeAllListeners': return native(`socket.${key}`, () => self as Value);
      case 'data': { const data = object(); self.props.set('data', data); return data; }
      default: return undefined;
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

const broadcastType: ModelType<null> = { name: 'socketio.Broadcast', get: self => native('broadcast', () => self as Value) };
const broadcast: Value = model(broadcastType, null) as Value;

function listen(m: Machine, socket: ModelValue<SocketState>, call: Call): void {
  const [name, value] = call.args;
  if (!name || !value) return;
  const { wanted, heard } = socket.state;
  if (wanted === null) {
    // Whoever is listened to is in.
    heard.push({ name, value, site: call.site ?? NOWHERE });
    respond(m, 101, call.site, 'socket.on');
    return;
  }
  if (stringOf(name) !== wanted) return;
  heard.push({ name, value, site: call.site ?? NOWHERE });
  m.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: 'socket.on' });
}

const socketOf = (exchange: Exchange): ModelValue<SocketState> | undefined => { const socket = exchange.values['socket']; return socket?.t === 'model' ? socket as ModelValue<SocketState> : undefined; };
const exchangeFor = (wanted: string | null): Exchange => ({ values: { socket: model<SocketState>(socketType, { wanted, heard: [] }) as Value } });

/** `(socket, next) => …`: an error given to `next` refuses the connection. */
function middlewareStep({ value, site }: Attached, scope: Step['scope']): Step {
  return {
    kind: 'guard', scope, value, site, style: 'argument',
    run(m, exchange) {
      const next = native('next', (_m, call) => {
        const [error] = call.args;
        if (!error || (error.t === 'lit' && !error.v)) m.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: 'next' });
        else respond(m, refusalOf(m, error), call.site, 'next(err)');
        return UNDEFINED;
      });
      if (alternatives(value).some(one => one.t === 'fn' || one.t === 'native')) m.call(value, [exchange.values['socket'] ?? UNDEFINED, next], { site });
    },
  };
}

/** Names that socket.io keeps for itself. */
const RESERVED: ReadonlySet<string> = new Set(['disconnect', 'disconnecting', 'error', 'connect', 'newListener', 'removeListener']);

/** The connections to the namespaces of all servers, and the events that they listen for. */
export function socketioEndpoints(m: Machine): RawEndpoint[] {
  const out: RawEndpoint[] = [];
  for (const server of m.program.collected<Server>('socketio.server')) for (const space of server.state.spaces) {
    const { state } = server;
    const [base] = state.path ? pathComponents(state.path, text => text, state.site) : [{ text: '/socket.io', complete: true, site: state.site, assumptions: [] }];
    if (!base) continue;
    const name = space.state.name === null ? '' : stringOf(space.state.name) ?? '/{…}';
    const application = { id: state.site.file, entry: state.site.file };
    const path = (suffix: string): readonly RawComponent[] => [{ ...base, text: `${joinComponents([base])}${suffix}`, complete: base.complete && !name.includes('…') }];
    const guards = space.state.middlewares.map(one => middlewareStep(one, name === '' ? 'app' : 'group'));
    const make = (suffix: string, site: Site, handler: Value, steps: readonly Step[], wanted: string | null): RawEndpoint => ({
      method: 'GET', components: path(suffix), protocol: 'websocket', framework: 'socket.io', application, state: 'live', site, handler, handlerSite: handler.t === 'fn' ? handler.site : site,
      steps, exchange: () => exchangeFor(wanted), ordered: false, deprecated: false, marker: null, bodyValidated: null,
    });
    const space0 = name === '' || name === '/' ? '' : name;
    for (const listener of space.state.listeners) {
      const { value, site } = listener;
      const run = (machine: Machine, exchange: Exchange): void => { machine.call(value, [exchange.values['socket'] ?? UNDEFINED], { site }); };
      const connect: Step = { kind: 'handler', scope: 'handler', value, site, style: 'argument', run(machine, exchange) { run(machine, exchange); if (machine.alive && machine.events.every(event => event.kind !== 'respond')) respond(machine, 101, site, 'connection'); } };
      if (!out.some(one => one.site === site)) out.push(make(space0 === '' ? '' : `#${space0}`, site, value, [...guards, connect], null));
      const heard = m.isolated(() => {
        m.units = m.program.loadUnits as Set<string>;
        const exchange = exchangeFor(null);
        run(m, exchange);
        return socketOf(exchange)?.state.heard ?? [];
      });
      for (const event of heard) {
        const said = stringOf(event.name);
        if (said === undefined) { m.program.note(event.site, 'a socket listens for an event whose name could not be followed'); continue; }
        if (RESERVED.has(said)) continue;
        const connection: Step = { kind: 'guard', scope: 'wrapper', value, site, style: 'wrapper', run };
        const handle: Step = {
          kind: 'handler', scope: 'handler', value: event.value, site: event.site, style: 'argument',
          run(machine, exchange) {
            const own = socketOf(exchange)?.state.heard.at(-1)?.value ?? event.value;
            const acknowledge = native('acknowledge', (_m, call) => { respond(machine, 200, call.site, 'acknowledge', call.args[call.args.length - 1]); return UNDEFINED; });
            const unit = own.t === 'fn' ? own.module.facts.units[own.unit] : undefined;
            const count = unit?.params.length ?? 1;
            // The last parameter of several is what acknowledges.
            const args = Array.from({ length: count }, (_, index): Value => index === count - 1 && (count > 1 || /^(cb|callback|ack|done|respond|reply)$/i.test(nameOf(unit?.params[0]?.pattern))) ? acknowledge : machine.input('body', ...index === 0 ? [] : [String(index)]));
            machine.call(own, args, { site: event.site });
          },
        };
        out.push(make(`#${space0 === '' ? '' : `${space0}.`}${said}`, event.site, event.value, [...guards, connection, handle], said));
      }
    }
  }
  return out;
}

const nameOf = (pattern: { readonly k: string; readonly name?: string } | undefined): string => pattern?.k === 'id' ? pattern.name ?? '' : '';
