import type { Machine } from '../../evaluate/machine';
import type { ModelValue, Value } from '../../evaluate/value';
import { UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';

/** A server: the one that `Hapi.server()` gives, or what a plugin is registered with. */
export type Server = ModelValue<ServerState> & Value;

export interface ServerState {
  readonly root: RootState;
  /** What the paths of its routes begin with, outermost first. */
  readonly prefix: readonly { readonly value: Value; readonly site: Site | null }[];
  /** Null for the server itself; plugins know each other apart by it. */
  readonly plugin: object | null;
  /** It was registered under a condition that is not known. */
  readonly conditional: boolean;
}

/** What a server shares with all of its plugins. */
export interface RootState {
  readonly site: Site | null;
  /** Stands for a parameter that nobody passed a server for. */
  readonly assumed: boolean;
  /** What the server was made with. */
  readonly options: Value;
  /** All of these grow on the heap. */
  readonly routes: Route[];
  readonly extensions: Extension[];
  readonly schemes: Map<string, Value>;
  readonly strategies: Map<string, Value>;
  /** `server.auth.default(…)`, under the one key of this map. */
  readonly standard: Map<string, Value>;
  /** What packages out of sight were registered: they may have brought the schemes that nobody else has. */
  readonly unseen: Value[];
  readonly decorations: Readonly<Record<'server' | 'request' | 'toolkit' | 'handler', Map<string, Value>>>;
  readonly methods: Value;
}

/** A function that runs for requests at a point of the lifecycle. */
export interface Extension {
  readonly event: string;
  readonly value: Value;
  readonly site: Site | null;
  /** Of a plugin that keeps it to its own routes; null for all routes. */
  readonly only: object | null;
  readonly scope: 'app' | 'plugin';
}

export interface Route {
  readonly methods: readonly string[];
  readonly path: Value;
  readonly pathSite: Site | null;
  /** `options`, after it was called where it is a function; UNDEFINED for none. */
  readonly options: Value;
  readonly handler: Value;
  readonly handlerSite: Site | null;
  readonly server: Server;
  readonly site: Site;
  readonly conditional: boolean;
}

/** The key of `standard`. */
export const DEFAULT = 'default';

/** All servers of a program. */
export function servers(m: Machine): Server[] {
  return m.program.collected<Server>('hapi.servers');
}

/** Whether a value is a server. */
export function isServer(v: Value | undefined): v is Server {
  return v?.t === 'model' && v.type.name === 'hapi.Server';
}

/** Whether an option was not given. */
export const isAbsent = (v: Value | undefined): boolean => v === undefined || (v.t === 'lit' && v.v === undefined) || (v.t === 'sym' && v.op === 'derived' && v.name.startsWith('.'));

/** The items of a value that is one thing or a list of things. */
export function itemsOf(v: Value): readonly Value[] {
  return v.t === 'list' ? v.items.flatMap(itemsOf) : v.t === 'union' ? v.of.flatMap(itemsOf) : [v];
}

/** A setting of a route: its own, else that of all routes of its server (`Hapi.server({ routes: { … } })`). */
export function setting(m: Machine, route: Route, key: string): Value {
  const own = route.options.t === 'lit' ? UNDEFINED : m.get(route.options, key);
  if (!isAbsent(own)) return own;
  const { options } = route.server.state.root;
  const all = options.t === 'lit' ? UNDEFINED : m.get(options, 'routes');
  const common = isAbsent(all) || all.t === 'lit' ? UNDEFINED : m.get(all, key);
  return isAbsent(common) ? UNDEFINED : common;
}
