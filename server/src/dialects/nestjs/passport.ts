import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, Value } from '../../evaluate/value';
import { alternatives, derived, FALSE, hole, input, model, native, NULL, object, stringOf, TRUE, union, UNDEFINED } from '../../evaluate/value';
import { NOWHERE } from '../../model/facts';
import { thrownException } from './exceptions';

/** How the strategies of Passport receive credentials. */
function mechanismOf(strategy: string): string {
  if (/basic/i.test(strategy)) return 'basic';
  if (/api-?key|apikey|header-?key/i.test(strategy)) return 'apiKey';
  if (/local|password/i.test(strategy)) return 'password';
  if (/google|github|facebook|oauth|oidc|openid|saml|azure|apple|discord/i.test(strategy)) return 'oauth2';
  return /session|cookie/i.test(strategy) ? 'cookie' : 'bearer';
}

/** The user that a strategy found: there is one, and it is the principal. */
const userType: ModelType<null> = { name: 'nestjs.User', get: (_self, key, m) => m.input('principal', key), mentions: () => [input('principal')] };

/**
 * `canActivate` of a guard of Passport. With credentials the strategy gives a user; without, `handleRequest` decides: as it is, it throws,
 * and an overridden one may let the request go on.
 */
function canActivate(strategies: readonly string[], m: Machine, call: Call): Value {
  const [context = UNDEFINED] = call.args;
  const { self } = call;
  // A guard of resolvers says itself where the request is.
  const asked = self.t === 'instance' ? m.get(self, 'getRequest') : UNDEFINED;
  const request = asked.t === 'fn' ? m.call(asked, [context], { self, site: call.site }) : m.call(m.get(m.call(m.get(context, 'switchToHttp'), []), 'getRequest'), []);
  if (strategies.includes('anonymous')) return TRUE;
  const own = self.t === 'instance' ? m.get(self, 'handleRequest') : UNDEFINED;
  const someone = model(userType, null) as Value;
  const decide = (user: Value): Value => {
    const info = hole('what Passport says about the failure', call.site);
    const given = own.t === 'fn' ? m.call(own, [NULL, user, user === FALSE ? info : UNDEFINED, context, UNDEFINED], { self, site: call.site }) : user;
    if (own.t !== 'fn' && user === FALSE) m.throw(thrownException('UnauthorizedException', 401), call.site);
    else if (m.alive) m.set(request, 'user', union(alternatives(given).map(one => one === someone ? input('principal') : one)));
    return TRUE;
  };
  const mechanisms = strategies.length > 0 ? strategies.map(mechanismOf) : ['bearer'];
  return m.fork([
    {
      run: () => {
        m.assume({ kind: 'verified', by: `AuthGuard(${strategies.map(one => `'${one}'`).join(', ')}) of @nestjs/passport`, mechanisms, roles: [], site: call.site });
        return decide(someone);
      },
    },
    {
      // That there was nobody is what the other way knows: so a guard that lets it go on is seen to have asked.
      run: () => {
        m.assume({ kind: 'branch', test: derived('test', [input('principal')]), taken: false, site: call.site ?? NOWHERE });
        return decide(FALSE);
      },
    },
  ], false);
}

function guardClass(strategies: readonly string[]): Value {
  const members: [string, Value][] = [
    ['canActivate', native('canActivate', (m, call) => canActivate(strategies, m, call))],
    ['handleRequest', native('handleRequest', (m, call) => {
      const [error = NULL, user = FALSE] = call.args;
      if (m.truth(error) !== true && m.truth(user) === true) return user;
      if (m.truth(user) === false || m.truth(error) === true) { m.throw(m.truth(error) === true ? error : thrownException('UnauthorizedException', 401), call.site); return UNDEFINED; }
      return user;
    })],
    ['getRequest', native('getRequest', (m, call) => m.call(m.get(m.call(m.get(call.args[0] ?? UNDEFINED, 'switchToHttp'), []), 'getRequest'), []))],
    ['getAuthenticateOptions', native('getAuthenticateOptions', () => UNDEFINED)], ['logIn', native('logIn', () => UNDEFINED)],
  ];
  return native(`AuthGuard(${strategies.join(', ')})`, () => object(members), members);
}

/** `AuthGuard('jwt')`, `AuthGuard(['jwt', 'anonymous'])`: a class for `@UseGuards` or to extend. Called twice with the same names, it is the same class. */
export function authGuard(): Value {
  const made = new Map<string, Value>();
  return native('AuthGuard', (_m, call) => {
    const [given] = call.args;
    const strategies = (given?.t === 'list' ? given.items : given ? [given] : []).map(one => stringOf(one) ?? 'custom');
    const key = strategies.join(' ');
    const known = made.get(key) ?? guardClass(strategies);
    made.set(key, known);
    return known;
  });
}
