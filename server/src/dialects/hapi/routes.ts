import type { Machine } from '../../evaluate/machine';
import { registrationSite } from '../../evaluate/registration';
import type { Call, Value } from '../../evaluate/value';
import { alternatives, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import { propertySite } from '../written';
import type { Route, Server } from './state';
import { isAbsent, itemsOf } from './state';

/** `server.route({ … })`, `server.route([{ … }, { … }])`. */
export function addRoutes(m: Machine, server: Server, call: Call): void {
  const [given = UNDEFINED] = call.args;
  const all = itemsOf(given);
  for (const spec of all) {
    if (spec.t === 'hole' || spec.t === 'sym') { m.program.note(call.site, 'a route is registered whose description is not known'); continue; }
    if (spec.t === 'object' || spec.t === 'instance' || spec.t === 'model' || spec.t === 'namespace') add(m, server, spec, call, all.length > 1);
  }
}

function add(m: Machine, server: Server, spec: Value, call: Call, several: boolean): void {
  if (!m.alive) return;
  const own = m.get(spec, 'options');
  const config = isAbsent(own) ? m.get(spec, 'config') : own;
  const options = isAbsent(config) ? UNDEFINED : config.t === 'fn' || config.t === 'native' ? m.call(config, [server], { site: call.site }) : config;
  const outer = m.get(spec, 'handler');
  const handler = isAbsent(outer) ? m.get(options, 'handler') : outer;
  const at = siteOf(spec, call, several);
  const route: Route = {
    methods: methodsOf(m, spec, call.site), path: m.get(spec, 'path'), pathSite: propertySite(m, spec, 'path'), options,
    handler: handlerOf(m, server, handler, call.site), handlerSite: propertySite(m, isAbsent(outer) ? options : spec, 'handler') ?? (handler.t === 'fn' ? handler.site : at), server,
    site: at ? registrationSite(m, at) : NOWHERE, conditional: m.nesting > 0,
  };
  m.heap.push(server.state.root.routes, route);
}

/** A route that stands in a list or in a table is where its object is written; else it is the call. */
function siteOf(spec: Value, call: Call, several: boolean): Site | null {
  const [inline] = call.argSites;
  const own = spec.t === 'object' ? spec.site : null;
  if (!own) return call.site;
  const written = inline && own.file === inline.file && own.unit === inline.unit && own.n === inline.n;
  return written && !several ? call.site : own;
}

function methodsOf(m: Machine, spec: Value, site: Site | null): readonly string[] {
  const method = m.get(spec, 'method');
  const names = (method.t === 'list' ? method.items : alternatives(method)).map(stringOf);
  if (names.length === 0 || names.some(one => one === undefined)) { m.program.note(site, 'a route is registered for a method that is computed'); return ['ANY']; }
  return [...new Set(names.map(one => one === '*' || one === undefined ? 'ANY' : one.toUpperCase()))];
}

/** `{ directory: { path: 'public' } }`: what a plugin has decorated handlers with makes the function. */
function handlerOf(m: Machine, server: Server, handler: Value, site: Site | null): Value {
  if (handler.t !== 'object') return handler;
  const [kind] = handler.props.keys();
  const maker = kind === undefined ? undefined : server.state.root.decorations.handler.get(kind);
  return kind !== undefined && maker ? m.call(maker, [UNDEFINED, m.get(handler, kind)], { site }) : handler;
}
