import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { hole, lit, list, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { callMiddleware } from '../class-routes';
import { listed } from '../controllers';
import type { Attached } from '../decorators';
import type { Exchange, Step } from '../dialect';
import { httpError } from '../http-errors';
import { catching } from '../thrown';
import type { Settings } from './server';

/** One way to be let in: every scheme of it with its scopes. */
type Demand = readonly (readonly [name: string, scopes: Value])[];

function demandOf(m: Machine, one: Attached): Demand {
  const [first = UNDEFINED, scopes = list([])] = one.args;
  const name = stringOf(first);
  if (name !== undefined) return [[name, scopes.t === 'lit' && scopes.v === undefined ? list([]) : scopes]];
  return first.t === 'object' && !first.open && first.spreads.length === 0 ? [...first.props.keys()].map(key => [key, m.get(first, key)] as const) : [];
}

const ofKind = (all: readonly Attached[], name: string): readonly Attached[] => all.filter(one => one.kind === `tsoa:${name}`);

/** What a method demands: its own, else its class's, else the document's; several decorators are alternatives. */
export function securityStep(m: Machine, settings: Settings, onClass: readonly Attached[], onMethod: readonly Attached[]): Step | null {
  const decide = (all: readonly Attached[]): readonly Demand[] | null => ofKind(all, 'NoSecurity').length > 0 ? [] : ofKind(all, 'Security').length > 0 ? ofKind(all, 'Security').toReversed().map(one => demandOf(m, one)) : null;
  const method = decide(onMethod);
  const demands = method ?? decide(onClass) ?? settings.rootSecurity.map((one): Demand => Object.entries(one).map(([name, scopes]) => [name, list(scopes.map(lit))]));
  if (demands.length === 0) return null;
  const site = ofKind(method ? onMethod : onClass, 'Security')[0]?.attached ?? null;
  const authenticate = demands.some(one => one.length === 0) ? hole('@Security', site) : settings.authentication ?? hole('expressAuthentication', site);
  return {
    kind: 'guard', scope: method ? 'route' : 'class', value: authenticate, site, style: 'decorator',
    run: (machine, exchange) => { if (authenticate.t !== 'hole') attempt(machine, authenticate, demands, exchange, site); },
  };
}

/** Asks one way after the other; the error of the last one is the answer, 401 where it says nothing else. */
function attempt(m: Machine, authenticate: Value, [demand, ...others]: readonly Demand[], exchange: Exchange, site: Site | null): void {
  const { req = UNDEFINED, res = UNDEFINED, next = UNDEFINED } = exchange.values;
  const { value, thrown } = catching(m, () => (demand ?? []).map(([name, scopes]) => m.call(authenticate, [req, lit(name), scopes, res], { site }))[0] ?? UNDEFINED);
  if (m.alive) {
    m.set(req, 'user', value);
    m.call(next, [], { site });
  }
  for (const one of thrown) {
    m.path = one.path;
    m.alive = true;
    if (others.length > 0) attempt(m, authenticate, others, exchange, site);
    else m.throw(statusOf(one.value) ? one.value : httpError('Error', lit(401), object()), one.site);
  }
}

function statusOf(v: Value): boolean {
  const props = v.t === 'object' || v.t === 'instance' ? v.props : null;
  const status = props?.get('status');
  return status?.t === 'lit' && typeof status.v === 'number';
}

/** `@Middlewares(…)`, outermost first. */
export function middlewareSteps(all: readonly Attached[], scope: Step['scope']): Step[] {
  return ofKind(all, 'Middlewares').flatMap(one => one.args.flatMap((arg, index) => listed(arg).map(({ value }): Step => {
    const site = one.argSites[index] ?? one.attached;
    return { kind: 'guard', scope, value, site, style: 'decorator', run: (m, { values }) => { callMiddleware(m, value, 'use', values, site); } };
  })));
}
