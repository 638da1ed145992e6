import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { native, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { itemSites, propertySite } from '../written';
import { decoration } from './loading';
import type { Route } from './state';
import { isInstance } from './state';

/** The hooks of one stage in a route's options. */
export function ownHooks(m: Machine, route: Route, stage: string): readonly { readonly value: Value; readonly site: Site | null }[] {
  const given = m.get(route.options, stage);
  if (given.t === 'lit' || wasMissing(given)) return [];
  if (given.t === 'sym' && given.op === 'derived' && given.name === `.${stage}`) return [];
  const flat = (value: Value, site: Site | null): { readonly value: Value; readonly site: Site | null }[] => {
    if (value.t !== 'list') return value.t === 'lit' ? [] : [{ value, site }];
    const sites = itemSites(m, value);
    return value.items.flatMap((item, index) => flat(item, sites[index] ?? site));
  };
  return flat(given, propertySite(m, route.declared, stage) ?? route.site);
}

/**
 * Whether a member of an instance was read before its plugin was loaded (a registration that nobody awaited): it was `undefined` then, and
 * Fastify takes that for no hook at all.
 */
function wasMissing(v: Value): boolean {
  return v.t === 'sym' && v.op === 'get' && isInstance(v.base) && decoration(v.base, v.key) !== undefined;
}

/** What hooks make of a payload before it is serialised; texts are sent as they are. */
export function prepared(m: Machine, route: Route, request: Value, reply: Value, payload: Value): Value {
  if (payload.t === 'lit' || payload.t === 'text') return payload;
  const hooks = [...route.instance.state.hooks.filter(hook => hook.name === 'preSerialization'), ...ownHooks(m, route, 'preSerialization')];
  return hooks.reduce<Value>((value, hook) => {
    let given: Value | undefined;
    const done = native('done', (_m, call) => { given = call.args[1]; return UNDEFINED; });
    const result = m.call(hook.value, [request, reply, value, done], { self: route.instance, site: hook.site });
    if (!m.alive) { m.alive = true; return value; }
    return given ?? (result.t === 'lit' && result.v === undefined ? value : result);
  }, payload);
}
