import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, Value } from '../../evaluate/value';
import { hole, model, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { propertySite } from '../written';
import type { Server, ServerState } from './state';
import { isAbsent, itemsOf } from './state';

interface Placed { readonly value: Value; readonly site: Site | null }

/** What registers plugins for a server: `server.register(plugins, { routes: { prefix } })`. */
export function registerAll(m: Machine, server: Server, call: Call): void {
  const [given = UNDEFINED, options] = call.args;
  const common = prefixIn(m, options, call.site);
  for (const item of itemsOf(given)) register(m, server, item, common, call.site);
}

/** The prefix that options for routes give. */
function prefixIn(m: Machine, options: Value | undefined, site: Site | null): Placed | null {
  if (!options || options.t === 'lit') return null;
  const routes = m.get(options, 'routes');
  const prefix = isAbsent(routes) || routes.t === 'lit' ? UNDEFINED : m.get(routes, 'prefix');
  return isAbsent(prefix) || prefix.t === 'lit' && !prefix.v ? null : { value: prefix, site: propertySite(m, routes, 'prefix') ?? site };
}

/** A plugin by itself, `{ plugin, options, routes }`, or a module that exports one. */
function register(m: Machine, server: Server, item: Value, common: Placed | null, site: Site | null): void {
  if (!m.alive || item.t === 'lit') return;
  const wrapped = item.t === 'object' || item.t === 'namespace' || item.t === 'instance' ? m.get(item, 'plugin') : UNDEFINED;
  let plugin = isAbsent(wrapped) ? item : wrapped;
  for (let depth = 0; depth < 3; depth++) {
    if (plugin.t !== 'object' && plugin.t !== 'namespace' && plugin.t !== 'instance') break;
    if (!isAbsent(m.get(plugin, 'register'))) break;
    const inner = [m.get(plugin, 'plugin'), m.get(plugin, 'default')].find(one => !isAbsent(one));
    if (!inner) break;
    plugin = inner;
  }
  const run = plugin.t === 'object' || plugin.t === 'namespace' || plugin.t === 'instance' || plugin.t === 'native' || plugin.t === 'fn' || plugin.t === 'class' ? m.get(plugin, 'register') : plugin;
  const given = plugin === item ? UNDEFINED : m.get(item, 'options');
  if (run.t !== 'fn' && run.t !== 'native') { outOfSight(m, server, plugin, site); return; }
  // The prefix of one plugin stands in the place of what is given for all, with what it stands below.
  const own = plugin === item ? null : prefixIn(m, item, site);
  const prefix = own ? [own] : [...server.state.prefix, ...common ? [common] : []];
  const child = model<ServerState>(server.type as ModelType<ServerState>, { root: server.state.root, prefix, plugin: {}, conditional: server.state.conditional || m.nesting > 0 }, site) as Server;
  m.call(run, [child, isAbsent(given) ? object() : given], { self: plugin, site });
}

/** What cannot be followed may have added anything: whoever is asked about the routes should know. A package's name says something. */
function outOfSight(m: Machine, server: Server, plugin: Value, site: Site | null): void {
  const known = isOfPackage(plugin);
  if (known) m.heap.push(server.state.root.unseen, plugin);
  else m.program.note(site, 'a plugin could not be followed');
  m.heap.push(server.state.root.extensions, { event: 'onPreAuth', value: known ? plugin : hole('a plugin that could not be followed', site, [plugin]), site, only: null, scope: 'plugin' });
}

function isOfPackage(v: Value): boolean {
  if (v.t !== 'sym') return false;
  return v.op === 'import' || ((v.op === 'get' || v.op === 'call' || v.op === 'new') && isOfPackage(v.base));
}
