import type { Machine } from '../../evaluate/machine';
import type { ClassValue, FnValue, ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { EndpointState } from '../../model/api';
import type { Site } from '../../model/facts';
import { unknownParameter } from '../class-routes';
import { argumentSite, saysDeprecated } from '../controllers';
import type { Attached } from '../decorators';
import { classDecorator, decoratorFactory, memberFact, methodDecorators, methodsOf, parameterDecorators } from '../decorators';
import type { Exchange, RawComponent, RawEndpoint, Step } from '../dialect';
import { isMissing } from '../exported';
import { handshake } from '../handshake';
import type { Container } from '../injection';
import { instanceOf } from '../injection';
import { joinComponents, pathComponents } from '../paths';
import { httpError } from '../http-errors';
import { refusalOf, respond } from '../sockets';
import type { Route } from './exchange';
import { executionContext, nestRequest } from './exchange';
import { classGuards, guardSteps } from './guards';
import { publicMarker } from './marker';
import type { ModuleGraph } from './modules';
import type { AppContext } from './settings';

/** The exports of `@nestjs/websockets`. */
export function socketExport(name: string): Value | undefined {
  if (name === 'WsException') return native(name, (m, call) => httpError(name, lit(refusalOf(m, call.args[0] ?? UNDEFINED)), call.args[0]));
  return ['WebSocketGateway', 'SubscribeMessage', 'MessageBody', 'ConnectedSocket', 'Ack', 'WebSocketServer'].includes(name) ? decoratorFactory(name) : undefined;
}

/** One connection: of socket.io, or the plain one of `ws`. Who is disconnected hears nothing more. */
const clientType: ModelType<null> = {
  name: 'nestjs.Client',
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'handshake': return handshake();
      case 'request': case 'conn': case 'upgradeReq': return nestRequest();
      case 'id': return derived('client.id', []);
      case 'data': { const data = object(); self.props.set('data', data); return data; }
      case 'disconnect': case 'close': case 'terminate': case 'end': return native(`client.${key}`, (m, call) => { respond(m, 401, call.site, `client.${key}`); m.alive = false; return UNDEFINED; });
      case 'emit': case 'send': return native(`client.${key}`, () => self as Value);
      case 'join': case 'leave': case 'to': case 'in': case 'on': case 'once': case 'use': return native(`client.${key}`, () => self as Value);
      default: return undefined;
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

function exchangeOf(route: Route): Exchange {
  const client = model(clientType, null) as ModelValue;
  const data = input('body');
  // Guards of requests find the upgrade where they look for one.
  return { values: { client: client as Value, data, context: executionContext(route, client as Value, object(), UNDEFINED, { type: 'ws', args: [client as Value, data] }) } };
}

interface Gateway { readonly cls: ClassValue; readonly said: Attached; readonly state: EndpointState; readonly path: readonly RawComponent[]; readonly space: string; readonly framework: string }

function gatewayOf(m: Machine, context: AppContext, cls: ClassValue, state: EndpointState): Gateway | undefined {
  const said = classDecorator(m, cls, 'WebSocketGateway');
  if (!said) return undefined;
  const options = said.args.find(one => one.t === 'object') ?? object();
  const plain = context.plainSockets;
  const own = m.get(options, 'path');
  const [base = { text: plain ? '/' : '/socket.io', complete: true, site: said.attached, assumptions: [] }] = isMissing(own) ? [] : pathComponents(own, text => text, argumentSite(said));
  const name = m.get(options, 'namespace');
  const [given] = isMissing(name) ? [] : pathComponents(name, text => text, argumentSite(said));
  const space = given === undefined || plain ? '' : joinComponents([given]);
  return { cls, said, state, path: [{ ...base, complete: base.complete && (given?.complete ?? true) }], space: space === '/' ? '' : space, framework: plain ? 'ws' : 'socket.io' };
}

/** `handleConnection` runs for everybody who connects, before any message; what it does not throw out stays. */
function connectionStep(container: Container, gateway: Gateway, handler: boolean): Step | null {
  const found = methodsOf(gateway.cls).find(one => one.name === 'handleConnection');
  if (!found && !handler) return null;
  const site = found?.site ?? gateway.cls.site;
  return {
    kind: handler ? 'handler' : 'guard', scope: handler ? 'handler' : 'class', value: found ?? gateway.cls, site, style: 'decorator',
    run(m, exchange) {
      if (found) m.call(found, [exchange.values.client ?? UNDEFINED], { self: instanceOf(m, container, gateway.cls), site });
      if (!m.alive) return;
      if (handler) respond(m, 101, site, 'connection');
      else m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'handleConnection' });
    },
  };
}

function bound(m: Machine, decorators: readonly Attached[], exchange: Exchange): Value {
  const { client = UNDEFINED, data = UNDEFINED, context = UNDEFINED } = exchange.values;
  for (const one of decorators) {
    const key = stringOf(one.args[0]);
    switch (one.kind) {
      case 'MessageBody': return key === undefined ? data : m.get(data, key);
      case 'ConnectedSocket': return client;
      case 'Ack': return native('acknowledge', (machine, call) => { respond(machine, 200, call.site, 'acknowledge', call.args.at(-1)); return UNDEFINED; });
      case 'ParamDecorator': return m.call(one.args[0] ?? UNDEFINED, [one.args[1] ?? UNDEFINED, context], { site: one.site });
      default: break;
    }
  }
  return unknownParameter(decorators);
}

function messageStep(container: Container, cls: ClassValue, fn: FnValue): Step {
  return {
    kind: 'handler', scope: 'handler', value: fn, site: fn.site, style: 'decorator',
    run(m, exchange) {
      const decorators = parameterDecorators(m, fn.env, fn.unit);
      const { client = UNDEFINED, data = UNDEFINED } = exchange.values;
      const args = decorators.every(each => each.length === 0) ? [client, data] : decorators.map(each => bound(m, each, exchange));
      const value = m.call(fn, args, { self: instanceOf(m, container, cls), site: fn.site });
      if (m.alive && !isMissing(value)) respond(m, 200, fn.site, 'return', value);
    },
  };
}

/** The connections and messages of the gateways that an application's modules provide. Guards of the whole application are not asked. */
export function messagesOf(m: Machine, context: AppContext, graph: ModuleGraph, state: EndpointState): RawEndpoint[] {
  const { container } = context;
  const seen = new Set<ClassValue>();
  return graph.nodes.flatMap(node => node.providers.flatMap(({ value, conditional }) => {
    if (value.t !== 'class' || seen.has(value)) return [];
    const gateway = gatewayOf(m, context, value, conditional || node.conditional ? 'conditional' : state);
    if (!gateway) return [];
    seen.add(value);
    const connection = connectionStep(container, gateway, false);
    const outer = [...connection ? [connection] : [], ...classGuards(m, container, value)];
    const suffixed = (suffix: string): RawComponent[] => gateway.path.map(one => ({ ...one, text: suffix === '' ? one.text : `${one.text === '/' ? '' : one.text}${suffix}` }));
    const make = (suffix: string, site: Site, fn: FnValue | null, steps: readonly Step[]): RawEndpoint => {
      const components = suffixed(suffix);
      const route: Route = { handler: fn, controller: value, method: 'GET', path: joinComponents(components) };
      return {
        method: 'GET', components, protocol: 'websocket', framework: gateway.framework, application: context.application, state: gateway.state, site,
        handler: fn ?? value, handlerSite: fn?.site ?? value.site, steps, exchange: () => exchangeOf(route), ordered: false,
        deprecated: saysDeprecated([fn?.home ? memberFact(fn.home, fn)?.doc : null]), bodyValidated: null,
        get marker() {
          if (fn) return publicMarker(m, route, steps);
          return connection ? null : { kind: 'public' as const, why: 'who may do what is asked of each message, not of the connection', site };
        },
      };
    };
    const connects = connectionStep(container, gateway, true);
    return [
      make(gateway.space === '' ? '' : `#${gateway.space}`, gateway.said.attached, null, connects ? [connects] : []),
      ...methodsOf(value).flatMap(fn => methodDecorators(m, fn).filter(one => one.kind === 'SubscribeMessage').flatMap(one => {
        const event = stringOf(one.args[0]);
        if (event === undefined) { m.program.note(one.attached, 'a gateway listens for a message whose name could not be followed'); return []; }
        return [make(`#${gateway.space === '' ? '' : `${gateway.space}.`}${event}`, one.attached, fn, [...outer, ...guardSteps(container, methodDecorators(m, fn), 'route'), messageStep(container, value, fn)])];
      })),
    ];
  }));
}
