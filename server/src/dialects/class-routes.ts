import type { Machine } from '../evaluate/machine';
import type { ClassValue, FnValue, Value } from '../evaluate/value';
import { hole } from '../evaluate/value';
import type { Site } from '../model/facts';
import type { Hanging } from './controllers';
import { saysDeprecated } from './controllers';
import type { Attached } from './decorators';
import { memberFact } from './decorators';
import type { RawComponent, RawEndpoint, Step } from './dialect';
import { isMissing } from './exported';
import { joinComponents, pathComponents } from './paths';
import type { PathSyntax } from './paths';

/** For dialects whose routes are decorated classes: the endpoint of a decorated method. */

/** One decorated method in one application. */
export interface ClassRoute {
  readonly framework: string;
  readonly at: Hanging;
  /** Whether its class may not be registered. */
  readonly conditional: boolean;
  readonly cls: ClassValue;
  readonly fn: FnValue;
  /** Upper case, or `ANY`. */
  readonly method: string;
  /** What its path is made of below the application, outermost first; each part with its alternatives. */
  readonly parts: readonly (readonly RawComponent[])[];
  readonly site: Site;
  /** What runs for it, the handler last. */
  readonly steps: readonly Step[];
  readonly ordered?: boolean;
  readonly deprecated?: boolean;
  readonly marker?: RawEndpoint['marker'];
  bodyValidated(): boolean | null;
}

/** The endpoints of a decorated method: one for every path that it has. */
export function endpointsOf(route: ClassRoute): RawEndpoint[] {
  const { at, fn, cls, framework, method, site } = route;
  const paths = route.parts.reduce<readonly (readonly RawComponent[])[]>((all, part) => all.flatMap(before => part.map(one => [...before, one])), [[]]);
  return paths.map((own): RawEndpoint => {
    const components = [...at.components, ...own];
    const request = { method, path: joinComponents(components) };
    return {
      method, components, protocol: 'http', framework, application: at.application, state: route.conditional && at.state === 'live' ? 'conditional' : at.state, site,
      handler: fn, handlerSite: fn.site, steps: [...at.steps(request.path, method), ...route.steps], exchange: m => at.exchange(m, request), ordered: route.ordered ?? true,
      deprecated: route.deprecated === true || saysDeprecated([fn.home ? memberFact(fn.home, fn)?.doc : null, cls.fact.doc]), marker: route.marker ?? null,
      get bodyValidated() { return route.bodyValidated(); },
    };
  });
}

/** The alternatives of a part of a path as a decorator says it; an empty part where it says none. */
export function partOf(said: Attached | undefined, syntax: PathSyntax, index = 0): readonly RawComponent[] {
  const value = said?.args[index];
  return pathComponents(isMissing(value) || value === undefined ? null : value, syntax, said ? said.argSites[index] ?? said.attached : null);
}

/** What a parameter is whose decorators say nothing that is known. */
export function unknownParameter(decorators: readonly Attached[]): Value {
  const [outer] = decorators;
  return hole(outer ? `what the decorator ${outer.kind} gives` : 'a parameter without a decorator', outer?.attached ?? null);
}

/** Calls a middleware of Express: a function, or what an instance has for one. */
export function callMiddleware(m: Machine, made: Value, member: string, exchange: Readonly<Record<string, Value>>, site: Site | null): void {
  const { req, res, next } = exchange;
  const args = [req, res, next].filter(one => one !== undefined);
  if (made.t === 'instance') m.call(m.get(made, member, site), args, { self: made, site });
  else m.call(made, args, { site });
}
