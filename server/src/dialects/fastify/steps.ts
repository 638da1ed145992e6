import type { Machine } from '../../evaluate/machine';
import type { ModelType, Value } from '../../evaluate/value';
import { hole, model, native, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Exchange, Step } from '../dialect';
import { below } from '../paths';
import type { Reply } from './answers';
import { failed, goOn, isReply, returned } from './answers';
import { ownHooks } from './hooks';
import { propertyNames, schemaOf } from './schema';
import type { Route } from './state';
import { STAGES } from './state';

/** What runs for a route before its handler, in order: of each stage first the hooks of its context, then its own. */
export function guardsOf(m: Machine, route: Route, path: string): readonly Step[] {
  return STAGES.flatMap(stage => [
    ...route.instance.state.hooks.filter(hook => hook.name === stage && (hook.middleware?.paths == null || isBelow(path, hook.middleware.paths))).map(hook => step(route, hook.value, hook.site, hook.scope, hook.middleware ? 'middleware' : 'hook')),
    ...ownHooks(m, route, stage).map(({ value, site }) => step(route, value, site, 'route', 'hook')),
  ]);
}

function isBelow(path: string, prefixes: readonly Value[]): boolean {
  return prefixes.some(one => one.t !== 'lit' || below(path, String(one.v)) !== false);
}

function step(route: Route, value: Value, site: Site | null, scope: Step['scope'], kind: 'hook' | 'middleware'): Step {
  return { kind: 'guard', scope, value, site, style: 'option', run: (m, exchange) => { runHook(m, route, value, site, exchange, kind); } };
}

/** Whether a hook goes on by calling `done` (a third parameter) or by returning. */
function callsBack(value: Value): boolean {
  const unit = value.t === 'fn' ? value.module.facts.units[value.unit] : undefined;
  if (value.t !== 'fn' || !unit) return false;
  return unit.params.length - (value.bound?.args.length ?? 0) >= 3;
}

function runHook(m: Machine, route: Route, value: Value, site: Site | null, exchange: Exchange, kind: 'hook' | 'middleware'): void {
  const { request = UNDEFINED, reply = UNDEFINED } = exchange.values;
  if (!isReply(reply)) return;
  callHook(m, value, request, reply, route.instance, site, kind);
  failed(m, reply);
  tidy(m);
}

/** Calls a hook: the run hears where it goes on, what it answers, and what it throws or gives to `done`. */
export function callHook(m: Machine, value: Value, request: Value, reply: Reply, self: Value, site: Site | null, kind: 'hook' | 'middleware' = 'hook'): void {
  let heard = false;
  const done = native('done', (_m, call) => {
    heard = true;
    const [error] = call.args;
    const goes = !error || (error.t === 'lit' && !error.v) || m.truth(error) === undefined;
    m.emit({ kind: goes ? 'next' : 'throw', value: error ?? UNDEFINED, status: null, site: call.site, via: 'done' });
    return UNDEFINED;
  });
  m.call(value, [request, reply, done], { self, site });
  const follows = value.t === 'fn' || value.t === 'native' || value.t === 'union';
  if (m.alive && follows && kind === 'hook' && !heard && !callsBack(value)) goOn(m, reply, site);
}

/** What was only noted for the way of an answer is nobody else's business. */
function tidy(m: Machine): void {
  m.events = m.events.filter(event => event.via !== 'reply.code');
}

/** Whether a route takes WebSockets (@fastify/websocket). */
export function isSocket(m: Machine, route: Route): boolean {
  const option = m.get(route.options, 'websocket');
  return option.t === 'lit' && option.v === true;
}

const socketType: ModelType<null> = {
  name: 'fastify.Socket',
  get: (self, key) => key === 'socket' ? self as Value : native(`socket.${key}`, (m, call) => {
    const listener = call.args.find(one => one.t === 'fn');
    if (listener) m.maybe(() => m.call(listener, [hole('a message', call.site)], { site: call.site }));
    return self as Value;
  }),
};

const socket = (): Value => model(socketType, null) as Value;

/** The names that a route's schemas give the query and the body are read, whatever its handler does. */
function readSchemas(m: Machine, route: Route): void {
  const schema = m.get(route.options, 'schema');
  if (schema.t !== 'object') return;
  for (const [key, source] of [['querystring', 'query'], ['query', 'query'], ['body', 'body']] as const) {
    const given = schema.props.get(key);
    if (given) for (const name of propertyNames(schemaOf(m, given, route.instance.state.root.schemas))) m.input(source, name);
  }
}

/** The step of a route's handler: what it sends or gives back. */
export function handlerStep(route: Route): Step {
  const { handler, handlerSite, instance } = route;
  return {
    kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'option',
    run(m, exchange) {
      const { request = UNDEFINED, reply = UNDEFINED } = exchange.values;
      if (!isReply(reply)) return;
      readSchemas(m, route);
      if (isSocket(m, route)) { m.call(handler, [socket(), request], { self: instance, site: handlerSite }); return; }
      const result = m.call(handler, [request, reply], { self: instance, site: handlerSite });
      if (m.alive) returned(m, reply, result, handler.t === 'fn' ? handler.site : handlerSite);
      failed(m, reply);
      tidy(m);
    },
  };
}
