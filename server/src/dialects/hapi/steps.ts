import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { alternatives, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Exchange, Step } from '../dialect';
import { catching } from '../thrown';
import { itemSites, propertySite } from '../written';
import { settle } from './answers';
import type { Authentication } from './auth';
import { authenticationOf, authenticationStep } from './auth';
import { keysOf } from './joi';
import type { Route } from './state';
import { isAbsent, itemsOf, setting } from './state';

/** The points of the lifecycle before and after authentication, in order. */
const BEFORE: readonly string[] = ['onRequest', 'onPreAuth'];
const AFTER: readonly string[] = ['onCredentials', 'onPostAuth', 'onPreHandler'];

/** What runs for a route before its handler, in order, and how it asks for credentials. */
export function guardsOf(m: Machine, route: Route): { readonly steps: readonly Step[]; readonly authentication: Authentication | false | null | 'unknown' } {
  const authentication = authenticationOf(m, route);
  const own = !isAbsent(route.options.t === 'lit' ? UNDEFINED : m.get(route.options, 'auth'));
  const asked: readonly Step[] = authentication === 'unknown' ? [unknownStep(m, route)] : authentication ? [authenticationStep(authentication, own)] : [];
  return { steps: [...BEFORE.flatMap(event => extensions(m, route, event)), ...asked, ...AFTER.flatMap(event => extensions(m, route, event)), ...prerequisites(m, route)], authentication };
}

/** How a route authenticates is not known. */
function unknownStep(m: Machine, route: Route): Step {
  const value = setting(m, route, 'auth');
  return { kind: 'guard', scope: 'route', value: { t: 'hole', why: 'authentication by options that could not be followed', site: route.site, from: [value] }, site: propertySite(m, route.options, 'auth') ?? route.site, style: 'option', run: () => undefined };
}

/** The functions of one point: those of servers and plugins, then the route's own. */
function extensions(m: Machine, route: Route, event: string): readonly Step[] {
  const { root, plugin } = route.server.state;
  const all = root.extensions.filter(one => one.event === event && (one.only === null || one.only === (plugin ?? root))).map(one => step(route, one.value, one.site, one.scope, 'before'));
  const ext = setting(m, route, 'ext');
  const own = isAbsent(ext) || ext.t === 'lit' ? UNDEFINED : m.get(ext, event);
  if (isAbsent(own)) return all;
  return [...all, ...itemsOf(own).flatMap(one => {
    const method = one.t === 'object' ? m.get(one, 'method') : one;
    return method.t === 'lit' ? [] : [step(route, method, propertySite(m, one, 'method') ?? route.site, 'route', 'before')];
  })];
}

/** `pre: [fn, { method, assign }, [parallel, …]]`. */
function prerequisites(m: Machine, route: Route): readonly Step[] {
  const pre = setting(m, route, 'pre');
  const flat = (value: Value, site: Site): readonly Step[] => {
    if (value.t === 'list') {
      const sites = itemSites(m, value);
      return value.items.flatMap((item, index) => flat(item, sites[index] ?? site));
    }
    const method = value.t === 'object' ? m.get(value, 'method') : value;
    if (method.t === 'lit') return [];
    const [assign, failAction] = value.t === 'object' ? [stringOf(m.get(value, 'assign')), stringOf(m.get(value, 'failAction'))] : [];
    return [step(route, method, propertySite(m, value, 'method') ?? site, 'route', 'pre', { assign, lenient: failAction === 'log' || failAction === 'ignore' })];
  };
  return isAbsent(pre) ? [] : flat(pre, propertySite(m, route.options, 'pre') ?? route.site);
}

interface Prerequisite { readonly assign: string | undefined; readonly lenient: boolean }

function step(route: Route, value: Value, site: Site | null, scope: Step['scope'], as: 'before' | 'pre', pre?: Prerequisite): Step {
  return {
    kind: 'guard', scope, value, site, style: 'option',
    run(m, { values }) {
      const { request = UNDEFINED, h = UNDEFINED } = values;
      if (!alternatives(value).some(one => one.t === 'fn' || one.t === 'native')) return;
      const into = m.get(request, 'pre');
      const keep = (given: Value): void => { if (pre?.assign !== undefined && into.t === 'object') m.heap.set(into.props, pre.assign, given); };
      const { value: result, thrown } = catching(m, () => m.call(value, [request, h], { self: setting(m, route, 'bind'), site }));
      settle(m, result, site, as, keep);
      for (const one of thrown) {
        Object.assign(m, { path: one.path, alive: true });
        // A prerequisite that is logged or ignored when it fails refuses nobody.
        if (pre?.lenient === true) m.emit({ kind: 'next', value: UNDEFINED, status: null, site: one.site, via: 'failAction' });
        else m.throw(one.value, one.site);
      }
    },
  };
}

/** What the schemas of `validate` name is read, whatever the handler does. */
function readSchemas(m: Machine, route: Route): void {
  const validate = setting(m, route, 'validate');
  if (isAbsent(validate) || validate.t === 'lit') return;
  for (const [key, source] of [['query', 'query'], ['payload', 'body'], ['headers', 'header'], ['state', 'cookie']] as const) {
    const schema = m.get(validate, key);
    if (!isAbsent(schema)) for (const name of keysOf(schema)) m.input(source, name);
  }
}

/** Whether a route validates the body; null where it does not say. */
export function validatesBody(m: Machine, route: Route): boolean | null {
  const validate = setting(m, route, 'validate');
  const payload = isAbsent(validate) || validate.t === 'lit' ? UNDEFINED : m.get(validate, 'payload');
  return isAbsent(payload) || payload.t === 'lit' ? null : true;
}

/** The step of a route's handler: what it gives back is the answer. */
export function handlerStep(route: Route): Step {
  const { handler, handlerSite } = route;
  return {
    kind: 'handler', scope: 'handler', value: handler, site: handlerSite, style: 'option',
    run(m, exchange) { handle(m, route, exchange); },
  };
}

function handle(m: Machine, route: Route, { values }: Exchange): void {
  const { request = UNDEFINED, h = UNDEFINED } = values;
  readSchemas(m, route);
  const { handler, handlerSite } = route;
  const result = m.call(handler, [request, h], { self: setting(m, route, 'bind'), site: handlerSite });
  settle(m, result, handler.t === 'fn' ? handler.site : handlerSite, 'handler');
}
