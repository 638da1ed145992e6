import type { Machine } from '../../evaluate/machine';
import type { Path } from '../../evaluate/path';
import { both, joinAll, waysOf } from '../../evaluate/path';
import { mentions } from '../../evaluate/truth';
import type { Call, Value } from '../../evaluate/value';
import { derived, hole, input, lit, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Step } from '../dialect';
import { catching } from '../thrown';
import { propertySite } from '../written';
import { verdictOf } from './answers';
import type { RootState, Route } from './state';
import { DEFAULT, isAbsent, itemsOf, setting } from './state';

/** How a route asks for credentials. */
export interface Authentication {
  readonly strategies: readonly Value[];
  readonly names: readonly string[];
  /** `required`, `optional` or `try`. */
  readonly mode: string;
  readonly scopes: readonly string[];
  readonly site: Site | null;
}

/** What a route's settings and the default say: an authentication, `false` where the route says that it wants none, null for none, or a hole. */
export function authenticationOf(m: Machine, route: Route): Authentication | false | null | 'unknown' {
  const { root } = route.server.state;
  const own = setting(m, route, 'auth');
  const standard = root.standard.get(DEFAULT) ?? UNDEFINED;
  if (own.t === 'lit' && own.v === false) return false;
  const given = isAbsent(own) ? standard : own;
  if (isAbsent(given)) return null;
  const config = configOf(m, given, standard, root);
  return config === null ? 'unknown' : { ...config, site: propertySite(m, route.options, 'auth') ?? (given.t === 'object' ? given.site : null) ?? route.site };
}

function configOf(m: Machine, given: Value, standard: Value, root: RootState): Omit<Authentication, 'site'> | null {
  if (given.t === 'union') return null;
  const name = stringOf(given);
  if (name !== undefined) return { strategies: [root.strategies.get(name) ?? hole(`the strategy ${name}`)], names: [name], mode: 'required', scopes: [] };
  if (given.t !== 'object') return null;
  const named = [m.get(given, 'strategies'), m.get(given, 'strategy')].find(one => !isAbsent(one));
  const inherited = named || given === standard || isAbsent(standard) ? null : configOf(m, standard, standard, root);
  const names = named ? itemsOf(named).map(one => stringOf(one) ?? '') : inherited?.names ?? [];
  if (names.length === 0 || names.includes('')) return null;
  const mode = m.get(given, 'mode');
  const access = m.get(given, 'access');
  const demands = [given, ...isAbsent(access) || access.t === 'lit' ? [] : itemsOf(access)];
  // Of several demands one is enough: no scope is asked for in each.
  const scopes = demands.map(one => m.get(one, 'scope')).filter(one => !isAbsent(one) && !(one.t === 'lit' && one.v === false)).map(one => itemsOf(one).flatMap(item => stringOf(item)?.replace(/^\+/, '') ?? []).filter(scope => !scope.startsWith('!')));
  return {
    strategies: names.map(one => root.strategies.get(one) ?? hole(`the strategy ${one}`)), names,
    mode: isAbsent(mode) ? inherited?.mode ?? 'required' : stringOf(mode) ?? 'try', scopes: scopes.length === 1 ? scopes[0] ?? [] : scopes.length === 0 ? inherited?.scopes ?? [] : [],
  };
}

/** The step that authenticates: the strategies one after the other, until one of them knows the caller. */
export function authenticationStep(authentication: Authentication, own: boolean): Step {
  const { strategies, names, site } = authentication;
  const [only] = strategies;
  const value = strategies.length === 1 && only && only.t !== 'object' ? only : native(names.join(', '), () => UNDEFINED);
  return { kind: 'guard', scope: own ? 'route' : 'app', value, site, style: 'option', run: (m, { values }) => { run(m, authentication, values['request'] ?? UNDEFINED, values['h'] ?? UNDEFINED); } };
}

function run(m: Machine, { strategies, mode, scopes, site, names }: Authentication, request: Value, h: Value): void {
  for (const strategy of strategies) if (strategy.t === 'hole' && strategy.from.length === 0) return;
  m.fork(strategies.map(strategy => ({
    run: () => {
      authenticate(m, strategy, request, h, site, {
        accepted: () => { goOn(m, scopes, mode, site); },
        refused: status => {
          if (mode === 'required' || (mode === 'optional' && status !== 401 && status !== 302)) m.emit({ kind: 'respond', value: hole('the message of an error', site), status: lit(status), site, via: names.join(', ') });
          else m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'auth' });
        },
      });
      return UNDEFINED;
    },
  })), false);
}

/** Goes on for callers that the strategy accepted, and have the scopes. */
function goOn(m: Machine, scopes: readonly string[], mode: string, site: Site | null): void {
  if (scopes.length === 0) { m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'auth' }); return; }
  m.fork([
    {
      run: () => {
        if (mode === 'required') m.assume({ kind: 'verified', by: 'the access rules of hapi', mechanisms: [], roles: [], scopes, site });
        m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'auth' });
        return UNDEFINED;
      },
    },
    { run: () => { m.emit({ kind: 'respond', value: UNDEFINED, status: lit(403), site, via: 'auth' }); return UNDEFINED; } },
  ], false);
}

interface Ends { readonly accepted: (data: Value) => void; readonly refused: (status: number) => void }

/** Asks a strategy about a request. */
function authenticate(m: Machine, strategy: Value, request: Value, h: Value, site: Site | null, ends: Ends): void {
  if (strategy.t === 'hole' || strategy.t === 'sym') {
    // A scheme that a package out of sight brought: hapi refuses whom it does not accept.
    m.fork([
      { run: () => { m.assume({ kind: 'verified', by: strategy.t === 'hole' ? strategy.why : 'an authentication scheme', mechanisms: ['custom'], roles: [], scopes: [], site }); ends.accepted(UNDEFINED); return UNDEFINED; } },
      { run: () => { m.assume({ kind: 'branch', test: derived('test', [input('principal')]), taken: false, site: site ?? { file: '', unit: '', n: 0 } }); ends.refused(401); return UNDEFINED; } },
    ], false);
    return;
  }
  const { value, thrown } = catching(m, () => m.call(m.get(strategy, 'authenticate'), [request, h], { self: strategy, site }));
  const { path: end, alive } = m;
  if (alive) for (const way of waysOf(value, end)) {
    m.path = way.path;
    const verdict = verdictOf(way.value);
    if (verdict) m.path = both(way.path, verdict.path);
    if (verdict?.good === true || (verdict === null && unseen(way.value))) ends.accepted(verdict?.data ?? UNDEFINED);
    else ends.refused(401);
  }
  for (const one of thrown) {
    m.path = one.path;
    m.alive = true;
    ends.refused(statusOf(m, one.value));
  }
  m.path = end;
  m.alive = true;
}

const unseen = (v: Value): boolean => v.t === 'hole' || (v.t === 'sym' && mentions(v, one => one.t === 'hole' || one.t === 'sym'));

function statusOf(m: Machine, error: Value): number {
  for (const key of ['httpStatus', 'status', 'statusCode']) {
    const status = error.t === 'object' || error.t === 'instance' ? m.get(error, key) : UNDEFINED;
    if (status.t === 'lit' && typeof status.v === 'number') return status.v;
  }
  return error.t === 'sym' ? 401 : 500;
}

/** `await server.auth.test('jwt', request)`: gives the credentials, or throws. */
export function testStrategy(m: Machine, root: RootState, call: Call): Value {
  const [name, request = UNDEFINED] = call.args;
  const strategy = root.strategies.get(stringOf(name) ?? '');
  if (!strategy) return derived('auth.test', call.args);
  const accepted: Path[] = [];
  const failed: Path[] = [];
  authenticate(m, strategy, request, m.get(request, '#h'), call.site, { accepted: () => { accepted.push(m.path); }, refused: () => { failed.push(m.path); } });
  for (const path of failed) {
    Object.assign(m, { path, alive: true });
    m.throw(object([['isBoom', TRUE], ['httpStatus', lit(401)], ['message', derived('message', [])]]), call.site);
  }
  Object.assign(m, { path: joinAll(accepted), alive: accepted.length > 0 });
  return object([['credentials', input('principal')], ['artifacts', input('principal', 'artifacts')]]);
}
