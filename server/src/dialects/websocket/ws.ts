import type { Machine } from '../../evaluate/machine';
import { conditions, waysOf } from '../../evaluate/path';
import type { Condition } from '../../evaluate/path';
import { conditionsOf } from '../../evaluate/path';
import type { Call, ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { alternatives, derived, hole, input, model, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import type { FnValue } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { pathComponents } from '../paths';
import { openSocket, respond } from '../sockets';
import { upgradeRequest } from './request';

interface ServerState {
  readonly options: Value;
  readonly site: Site;
  readonly listeners: { readonly value: Value; readonly site: Site }[];
  /** Functions that a server of HTTP calls for upgrades and that hand over to this one. */
  readonly upgrades: FnValue[];
}
type Server = ModelValue<ServerState>;

const serverType: ModelType<ServerState> = {
  name: 'ws.Server',
  get: (self, key) => {
    const { state } = self;
    switch (key) {
      case 'on': case 'once': case 'addListener': return native(`wss.${key}`, (m, call) => {
        const [name, value] = call.args;
        if (value && stringOf(name) === 'connection') m.heap.push(state.listeners, { value, site: call.site ?? NOWHERE });
        return self as Value;
      });
      case 'handleUpgrade': return native('wss.handleUpgrade', (m, call) => {
        const listener = m.frames.find(frame => frame.fn !== null && (m.program.modules.get(frame.fn.module.file)?.facts.units[frame.fn.unit]?.params.length ?? 0) >= 2)?.fn;
        if (m.units === m.program.loadUnits && listener && !state.upgrades.some(one => one.unit === listener.unit && one.module === listener.module)) m.heap.push(state.upgrades, listener);
        m.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: 'wss.handleUpgrade', detail: state });
        return UNDEFINED;
      });
      case 'emit': case 'close': case 'address': case 'shouldHandle': return native(`wss.${key}`, () => UNDEFINED);
      case 'clients': return derived('clients', []);
      default: return undefined;
    }
  },
};

/** `new WebSocketServer(options)`. */
export const createWss: NativeValue = native('ws.Server', (m, call: Call) => {
  const server = model<ServerState>(serverType, { options: call.args[0] ?? object(), site: call.site ?? NOWHERE, listeners: [], upgrades: [] }, call.site);
  m.program.collected<Server>('ws.server').push(server);
  return server as Value;
});

/** The bare connection before it is one: what is written to it before it is closed says why. */
const rawType: ModelType<null> = {
  name: 'ws.RawSocket',
  get: (self, key, m) => {
    if (key !== 'write' && key !== 'end' && key !== 'destroy') return native(`socket.${key}`, () => self as Value);
    return native(`socket.${key}`, (_m, call) => {
      const text = stringOf(call.args[0]) ?? (call.args[0]?.t === 'text' ? call.args[0].parts.filter(part => typeof part === 'string').join('') : '');
      const status = Number(/HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
      const said = self.props.has('#said');
      if (status > 0) { m.heap.set(self.props, '#said', TRUE); respond(m, status, call.site, `socket.${key}`); } else if (key !== 'write' && !said) respond(m, 403, call.site, `socket.${key}`);
      return self as Value;
    });
  },
};

/** `verifyClient(info)` gives whether the client may connect; with a second parameter it is told. */
function verifyStep(value: Value, site: Site): Step {
  return {
    kind: 'guard', scope: 'route', value, site, style: 'option',
    run(m, exchange) {
      const on = (): void => { m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'verifyClient' }); };
      const say = (verdict: Value, status: number): void => {
        const end = m.path;
        for (const way of waysOf(verdict, end)) {
          m.path = way.path;
          const truth = m.truth(way.value);
          if (truth === true) on();
          else if (truth === false) respond(m, status, site, 'verifyClient');
          else m.fork([{ conditions: conditions(way.value, true, site), run: () => { on(); return UNDEFINED; } }, { conditions: conditions(way.value, false, site), run: () => { respond(m, status, site, 'verifyClient'); return UNDEFINED; } }]);
        }
        m.path = end;
      };
      const info = object([['req', exchange.values['req'] ?? UNDEFINED], ['origin', input('header', 'origin')], ['secure', input('request', 'secure')]]);
      const unit = value.t === 'fn' ? value.module.facts.units[value.unit] : undefined;
      if ((unit?.params.length ?? 1) < 2) { const verdict = m.call(value, [info], { site }); if (m.alive) say(verdict, 401); return; }
      m.call(value, [info, native('done', (_m, call) => { const status = call.args[1]?.t === 'lit' ? Number(call.args[1].v) : 401; say(call.args[0] ?? UNDEFINED, status || 401); return UNDEFINED; })], { site });
    },
  };
}

/** The path that is asked for on the way to a point: what the address was compared with. */
function pathOn(all: readonly Condition[]): string | undefined {
  for (const one of all) {
    if (one.kind !== 'branch' || one.test.t !== 'sym' || one.test.op !== 'derived') continue;
    const { name, from } = one.test;
    const equal = name === '===' || name === '==' ? one.taken : name === '!==' || name === '!=' ? !one.taken : /startsWith/.test(name) ? one.taken : false;
    const text = from.map(part => stringOf(part)).find(part => part?.startsWith('/') === true);
    if (equal && text !== undefined) return text;
  }
  return undefined;
}

function upgradeStep(state: ServerState, listener: FnValue): Step {
  return {
    kind: 'guard', scope: 'app', value: listener, site: listener.site, style: 'wrapper',
    run(m, exchange) {
      m.call(listener, [exchange.values['req'] ?? UNDEFINED, model(rawType, null) as Value, hole('the first bytes')], { site: listener.site });
      // Another server that the same function hands over to goes another way.
      m.events = m.events.filter(event => event.via !== 'wss.handleUpgrade' || event.detail === state);
    },
  };
}

/** The connections of all servers of sockets. */
export function wsEndpoints(m: Machine): RawEndpoint[] {
  const out: RawEndpoint[] = [];
  for (const { state } of m.program.collected<Server>('ws.server')) {
    const { options, site } = state;
    const option = (key: string): Value | null => { const found = options.t === 'lit' ? UNDEFINED : m.get(options, key); return found.t === 'lit' && (found.v === undefined || found.v === null) ? null : found; };
    const listeners = [...state.upgrades, ...m.program.collected<FnValue>('server.upgrade').filter(one => handsOver(m, one, state))];
    const verify = option('verifyClient');
    const places = new Map<string, { readonly component: RawComponent; readonly guards: readonly Step[] }>();
    const add = (component: RawComponent, guards: readonly Step[]): void => { if (!places.has(component.text)) places.set(component.text, { component, guards }); };
    const path = option('path');
    if (path) for (const component of pathComponents(path, text => text, site)) add(component, []);
    else if (option('noServer') && m.truth(option('noServer') ?? UNDEFINED) === true) {
      for (const listener of listeners) add(pathOf(m, listener, state), [upgradeStep(state, listener)]);
      if (listeners.length === 0) add({ text: '/', complete: false, site, assumptions: [] }, [{ kind: 'guard', scope: 'app', value: hole('what hands connections over', site), site, style: 'wrapper', run: () => undefined }]);
    } else add({ text: '/{path*}', complete: true, site, assumptions: [] }, []);
    const [listener] = state.listeners;
    const value = listener?.value ?? hole('what is done with connections', site);
    const at = listener?.site ?? site;
    for (const { component, guards } of places.values()) {
      const handler: Step = {
        kind: 'handler', scope: 'handler', value, site: at, style: 'argument',
        run(machine, exchange) {
          for (const one of state.listeners) machine.call(one.value, [openSocket(), exchange.values['req'] ?? UNDEFINED], { site: one.site });
          if (machine.alive && machine.events.every(event => event.kind !== 'respond')) respond(machine, 101, at, 'connection');
        },
      };
      out.push({
        method: 'GET', components: [component], protocol: 'websocket', framework: 'ws', application: { id: site.file, entry: site.file }, state: 'live', site: listener ? at : site, handler: listener ? value : null, handlerSite: value.t === 'fn' ? value.site : at,
        steps: [...guards, ...verify && alternatives(verify).some(one => one.t !== 'lit') ? [verifyStep(verify, verify.t === 'fn' ? verify.site : site)] : [], handler],
        exchange: (): Exchange => ({ values: { req: upgradeRequest(component.text.includes('{') ? null : component.text) } }), ordered: false, deprecated: false, marker: null, bodyValidated: null,
      });
    }
  }
  return out;
}

/** Whether an upgrade listener hands connections over to a server, and under which conditions. */
function handing(m: Machine, listener: FnValue, state: ServerState): readonly Condition[] | undefined {
  return m.isolated(() => {
    m.units = m.program.loadUnits as Set<string>;
    m.call(listener, [upgradeRequest(null), model(rawType, null) as Value, hole('the first bytes')], { site: listener.site });
    const event = m.events.find(one => one.via === 'wss.handleUpgrade' && one.detail === state);
    return event && conditionsOf(event.path);
  });
}

const handsOver = (m: Machine, listener: FnValue, state: ServerState): boolean => handing(m, listener, state) !== undefined;

function pathOf(m: Machine, listener: FnValue, state: ServerState): RawComponent {
  const found = pathOn(handing(m, listener, state) ?? []);
  return { text: found ?? '/{path*}', complete: true, site: listener.site, assumptions: [] };
}
