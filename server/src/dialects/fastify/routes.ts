import type { Machine } from '../../evaluate/machine';
import { concat } from '../../evaluate/operators';
import { registrationSite } from '../../evaluate/registration';
import type { Call, ObjectValue, Value } from '../../evaluate/value';
import { alternatives, lit, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import { propertySite } from '../written';
import type { Instance, Route } from './state';
import { inherited } from './state';

/** The methods that Fastify has functions for; `all` is every one of them. */
export const verbs: ReadonlySet<string> = new Set(['get', 'head', 'post', 'put', 'delete', 'options', 'patch', 'trace', 'all', 'propfind', 'proppatch', 'mkcol', 'copy', 'move', 'lock', 'unlock', 'search', 'mkcalendar', 'report', 'query']);

/** `app.get(path, options?, handler)`. */
export function shorthand(m: Machine, instance: Instance, name: string, call: Call): void {
  const [path = UNDEFINED, second = UNDEFINED, third] = call.args;
  const [options, handler] = third ? [second, third] : isFunction(second) ? [null, second] : [second, null];
  add(m, instance, {
    methods: name === 'all' ? ['ANY'] : [name.toUpperCase()], path, pathSite: call.argSites[0] ?? null, options,
    handler, handlerSite: handler ? call.argSites[third ? 2 : 1] ?? null : null, publicBecause: null,
  }, call.site);
}

const isFunction = (v: Value): boolean => v.t === 'fn' || v.t === 'native';

/** `app.route({ method, url, handler, … })`. */
export function fullRoute(m: Machine, instance: Instance, call: Call): void {
  const [options = UNDEFINED] = call.args;
  const method = m.get(options, 'method');
  const methods = (method.t === 'list' ? method.items : alternatives(method)).map(stringOf);
  if (methods.length === 0 || methods.some(one => one === undefined)) m.program.note(call.site, 'a route is registered for a method that is computed');
  const url = m.get(options, 'url');
  const named = url.t === 'lit' && url.v === undefined ? 'path' : 'url';
  add(m, instance, {
    methods: methods.length === 0 || methods.some(one => one === undefined) ? ['ANY'] : methods.map(one => one?.toUpperCase() ?? 'ANY'), path: named === 'url' ? url : m.get(options, 'path'),
    pathSite: propertySite(m, options, named), options, handler: null, handlerSite: null, publicBecause: null,
  }, declaredAt(options, call));
}

/** A route that stands in a table is where its object is written; else it is the call. */
function declaredAt(options: Value, call: Call): Site | null {
  const [inline] = call.argSites;
  const own = options.t === 'object' ? options.site : null;
  return own && inline && !(own.file === inline.file && own.unit === inline.unit && own.n === inline.n) ? own : call.site;
}

/** What is said about a route where it is registered. */
export interface Declared {
  readonly methods: readonly string[];
  readonly path: Value;
  readonly pathSite: Site | null;
  readonly options: Value | null;
  readonly handler: Value | null;
  readonly handlerSite: Site | null;
  readonly publicBecause: string | null;
}

/** Registers a route: `onRoute` hooks see it first and may change it. */
export function add(m: Machine, instance: Instance, declared: Declared, at: Site | null): void {
  if (!m.alive) return;
  const { options: given } = declared;
  const handler = declared.handler ?? (given ? m.get(given, 'handler') : UNDEFINED);
  const options: ObjectValue = given?.t === 'object' ? { ...given, props: new Map(given.props), spreads: [...given.spreads] } : { ...object([], given?.t === 'lit' ? null : at), spreads: given && given.t !== 'lit' ? [given] : [], open: given !== null && given.t !== 'lit' };
  const [method = 'ANY'] = declared.methods;
  // The root of a prefix is the prefix itself.
  const prefix = fullPrefix(instance);
  const own = stringOf(declared.path);
  const url = concat([prefix, (own === '/' && stringOf(prefix) !== '') || (declared.path.t === 'lit' && own === undefined) ? '' : declared.path]);
  for (const [key, value] of [['method', declared.methods.length === 1 ? lit(method) : m.get(given ?? UNDEFINED, 'method')], ['url', url], ['path', url], ['routePath', declared.path], ['prefix', prefix], ['handler', handler]] as const) options.props.set(key, value);
  for (const hook of instance.state.hooks) if (hook.name === 'onRoute') m.call(hook.value, [options], { self: instance, site: hook.site });
  m.alive = true;
  const final = options.props.get('handler') ?? handler;
  const route: Route = {
    methods: declared.methods, path: declared.path, pathSite: declared.pathSite, options, declared: given, handler: final,
    handlerSite: declared.handlerSite ?? propertySite(m, given, 'handler') ?? (final.t === 'fn' ? final.site : at), instance,
    site: at ? registrationSite(m, at) : NOWHERE, conditional: m.nesting > 0, publicBecause: declared.publicBecause,
  };
  m.heap.push(instance.state.routes, route);
}

/** The prefix of a context with those around it, as `instance.prefix` gives it. */
export function fullPrefix(instance: Instance): Value {
  const parts: Value[] = [];
  inherited(instance, one => { if (one.state.prefix) parts.unshift(one.state.prefix.value); return undefined; });
  return concat(parts.map((part): Value => { const text = stringOf(part); return text === undefined ? part : lit(`${text.startsWith('/') ? '' : '/'}${text.replace(/\/$/, '')}`); }));
}
