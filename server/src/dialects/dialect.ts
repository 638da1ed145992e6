import type { EndpointState, Guard, Protocol } from '../model/api';
import type { Site } from '../model/facts';
import type { Machine } from '../evaluate/machine';
import type { Environment, Program } from '../evaluate/program';
import type { LibraryModels } from '../evaluate/library';
import type { Assumption, Value } from '../evaluate/value';

export type { LibraryModels } from '../evaluate/library';

/** One framework, declared. A dialect knows no other dialect, no tree and no file system. */
export interface Dialect {
  readonly name: string;
  /** Packages whose import (or `require`) makes a file a root of the evaluation; a trailing `/` or `*` matches subpaths too. */
  readonly packages: readonly string[];
  /** Names of members that register something (`get`, `use`, `route`): functions that call one and were never called are tried at the end. */
  readonly registrars: ReadonlySet<string>;
  /** Fresh models; called once per program. */
  models(): LibraryModels;
  /** Files that are roots by their place (`app/users/route.ts`), among the workspace's files. */
  readonly conventions?: (environment: Environment) => readonly string[];
  /** The paths that specifiers of the framework's own stand for (`$lib/db` → `src/lib/db`); made once per program. */
  readonly aliases?: (environment: Environment) => (from: string, specifier: string) => string | undefined;
  /** What the framework imports without being asked: where a name of a file comes from; made once per program. */
  readonly implicit?: (environment: Environment) => (file: string, name: string) => { readonly file: string; readonly name: string } | undefined;
  /** Runs what the framework puts off until the modules are loaded (queued plugins, what a command line starts); called more than once. */
  settle?(program: Program): void;
  /** The endpoints, after every root module ran and uncalled functions were tried. */
  routes(program: Program): readonly RawEndpoint[];
  /** What stands behind endpoints of any dialect (procedures behind a route of Express): all endpoints, with its own in place of what leads to them. */
  readonly behind?: (program: Program, told: readonly RawEndpoint[]) => readonly RawEndpoint[];
}

/** All endpoints of a program: what the dialects declare, and what stands behind that. */
export function endpointsOf(program: Program, dialects: readonly Dialect[]): readonly RawEndpoint[] {
  return dialects.reduce<readonly RawEndpoint[]>((told, dialect) => dialect.behind?.(program, told) ?? told, dialects.flatMap(dialect => dialect.routes(program)));
}

/** One part of a path in contract notation (`/users/{id}`), with where it is written. */
export interface RawComponent {
  readonly text: string;
  /** False when a part of it is unknown; then `text` shows what is known. */
  readonly complete: boolean;
  readonly site: Site | null;
  readonly assumptions: readonly Assumption[];
}

/** One thing that runs for a request, in order: a middleware, a guard, an interceptor, and last the handler. */
export interface Step {
  readonly kind: 'guard' | 'handler';
  readonly scope: Guard['scope'];
  /** The function, guard class or option that stands for it; for names, references and library identity. */
  readonly value: Value;
  readonly site: Site | null;
  /** How it is written where it is attached; decides how the add-guard fix writes it elsewhere. */
  readonly style: 'argument' | 'decorator' | 'wrapper' | 'option';
  /** True when it is not known whether it runs for this endpoint: it hangs on a path of which nothing is known. */
  readonly unsure?: boolean;
  /**
   * Runs it on the exchange. It says what happened through `m.emit`: `next` for every way on which the request goes on, `respond` for every
   * answer; `m.throw` for a throw that nobody catches.
   */
  run(m: Machine, exchange: Exchange): void;
}

/** The request and response values that the steps of one endpoint share; made anew for each run. */
export interface Exchange { readonly values: Readonly<Record<string, Value>> }

/** An endpoint as a dialect declares it. Steps run lazily, when the endpoint is judged. */
export interface RawEndpoint {
  /** Upper case, or `ANY`. */
  readonly method: string;
  /** Outermost first; joined with single slashes. */
  readonly components: readonly RawComponent[];
  readonly protocol: Protocol;
  readonly framework: string;
  /** Its application's id and entry file; null for what no application mounts. */
  readonly application: { readonly id: string; readonly entry: string } | null;
  readonly state: EndpointState;
  /** Where it is registered. */
  readonly site: Site;
  readonly handler: Value | null;
  readonly handlerSite: Site | null;
  readonly steps: readonly Step[];
  /** What its routers were given behind it, and so does not run for it. */
  readonly late?: readonly Step[];
  exchange(m: Machine): Exchange;
  /** The exchange of the same request at another path, for asking whether guards make an exception of this one. */
  readonly elsewhere?: (m: Machine, path: string) => Exchange;
  /** Whether the first match wins in registration order, so that a later route can be hidden by an earlier one. */
  readonly ordered: boolean;
  readonly deprecated: boolean;
  /** `public` by a marker that a guard really reads, `private` by an option; null when the dialect does not know. */
  readonly marker: { readonly kind: 'public' | 'private'; readonly why: string; readonly site: Site | null } | null;
  readonly bodyValidated: boolean | null;
  /** Of what lets requests in to another dialect: what runs before it for a path further down. */
  readonly stepsBelow?: (path: string, method: string) => readonly Step[];
}
