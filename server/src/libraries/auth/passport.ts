import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { alternatives, derived, FALSE, hole, input, lit, native, NULL, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { claims, comesFromOutside, either, goOn, httpError, mechanismOf as tokenMechanism, nobody, packages, passing, passingFactory, refuse } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';

/** How the strategies of Passport receive credentials. */
function mechanismOf(strategy: string): string {
  if (/basic/i.test(strategy)) return 'basic';
  if (/api-?key|header-?key/i.test(strategy)) return 'apiKey';
  if (/local|password|ldap/i.test(strategy)) return 'password';
  if (/oauth-?bearer|bearer|jwt|token/i.test(strategy)) return 'bearer';
  if (/google|github|gitlab|facebook|twitter|linkedin|oauth|oidc|openid|saml|azure|apple|discord|auth0|okta/i.test(strategy)) return 'oauth2';
  return /session|cookie/i.test(strategy) ? 'session' : 'custom';
}

/** A strategy that the application registered, with the package that it is of. */
interface Registered { readonly name: string; readonly mechanisms: readonly string[] }

/** The package that a strategy is of: `passport-jwt`; null when it is the application's own. */
function packageOf(v: Value): string | null {
  if (v.t === 'instance') return v.cls.parent ? packageOf(v.cls.parent) : null;
  if (v.t === 'class') return v.parent ? packageOf(v.parent) : null;
  if (v.t !== 'sym') return null;
  if (v.op === 'import') return v.module;
  return v.op === 'new' || v.op === 'get' || v.op === 'call' ? packageOf(v.base) : null;
}

/** How the token comes, where a strategy of passport-jwt is told so: `jwtFromRequest: (req) => req.cookies.token`. */
function extracted(m: Machine, strategy: Value): readonly string[] | undefined {
  const [options] = strategy.t === 'sym' && strategy.op === 'new' ? strategy.args : [];
  const found = options?.t === 'object' ? extractors(m, m.get(options, 'jwtFromRequest')) : [];
  return found.length > 0 ? [...new Set(found)] : undefined;
}

function extractors(m: Machine, extractor: Value): readonly string[] {
  if (extractor.t === 'fn') return tokensOf(m.isolated(() => m.call(extractor, [object([['cookies', input('cookie')], ['signedCookies', input('cookie')], ['headers', input('header')], ['query', input('query')], ['body', input('body')]])])));
  if (extractor.t !== 'sym' || extractor.op !== 'call' || extractor.base.t !== 'sym' || extractor.base.op !== 'get') return [];
  const [first] = extractor.args;
  switch (extractor.base.key) {
    case 'fromExtractors': return first?.t === 'list' ? first.items.flatMap(one => extractors(m, one)) : [];
    case 'fromUrlQueryParameter': case 'fromBodyField': return ['token'];
    case 'fromAuthHeaderAsBearerToken': case 'fromAuthHeaderWithScheme': case 'fromHeader': return ['bearer'];
    default: return [];
  }
}

/** The mechanisms of what an extractor gives: each of its alternatives that comes from the request. */
function tokensOf(given: Value): readonly string[] {
  return alternatives(given).filter(one => one.t !== 'lit' && comesFromOutside(one)).map(tokenMechanism);
}

/** `passport.use(name?, strategy)`: names of an application's own say nothing; the package of the strategy does. */
const using = (): NativeValue => native('passport.use', (m, call) => {
  const strategy = call.args[call.args.length - 1];
  const from = strategy ? packageOf(strategy) : null;
  const name = stringOf(call.args[0]) ?? from?.replace(/^passport-/, '').replace(/^http-/, '');
  if (from !== null && strategy && name !== undefined) m.program.collected<Registered>('passport.strategies').push({ name, mechanisms: extracted(m, strategy) ?? [mechanismOf(from)] });
  return call.self;
});

interface Asked { readonly strategies: readonly string[]; readonly options: Value | undefined; readonly callback: Value | undefined; readonly site: Site | null }

/** Runs a callback of the application's own for somebody, for nobody, and for an error: what it does with them decides. */
function handOver(m: Machine, verification: Verification, callback: Value): Value {
  const { site } = verification;
  const info = hole('what Passport says about the failure', site);
  m.fork([
    { run: () => either(m, verification, () => m.call(callback, [NULL, claims(), info], { site }), () => m.call(callback, [NULL, FALSE, info], { site })) },
    { run: () => { m.assume(nobody(site)); return m.call(callback, [httpError(500, 'Error'), FALSE, UNDEFINED], { site }); } },
  ], false);
  return UNDEFINED;
}

function authenticate(asked: Asked, m: Machine, call: Call): Value {
  const { strategies, options, callback, site } = asked;
  const registered = m.program.collected<Registered>('passport.strategies');
  const option = (key: string): Value => options?.t === 'object' ? m.get(options, key) : UNDEFINED;
  const verification: Verification = {
    name: 'passport.authenticate', by: `passport.authenticate(${strategies.map(one => `'${one}'`).join(', ')})`, mechanisms: [...new Set(strategies.flatMap(one => registered.find(known => known.name === one && !known.mechanisms.includes('custom'))?.mechanisms ?? [mechanismOf(one)]))],
    refusal: m.truth(option('failureRedirect')) === true ? 302 : 401, optional: strategies.includes('anonymous'), site,
  };
  if (callback) return handOver(m, verification, callback);
  const [req] = call.args;
  return either(m, verification, () => {
    if (m.truth(option('successRedirect')) === true) {
      m.emit({ kind: 'respond', value: UNDEFINED, status: lit(302), site, via: 'passport.authenticate' });
      return UNDEFINED;
    }
    const property = stringOf(option('assignProperty'));
    if (property !== undefined && req) m.set(req, property, input('principal'));
    return goOn(m, call);
  }, () => refuse(m, call, verification));
}

/** `passport.authenticate(strategy, options?, callback?)` makes a middleware. */
const authenticator = (): NativeValue => native('passport.authenticate', (_m, call) => {
  const [strategy, ...others] = call.args;
  const strategies = (strategy?.t === 'list' ? strategy.items : strategy ? [strategy] : []).map(one => stringOf(one) ?? 'custom');
  const asked: Asked = {
    strategies, options: others.find(one => one.t === 'object'), callback: others.find(one => one.t === 'fn' || one.t === 'native'), site: call.site,
  };
  return native('passport.authenticate', (m, inner) => authenticate(asked, m, inner));
});

/** Passport and its port to Koa: only `authenticate` asks for anything. */
export const library: Library = {
  name: 'passport',
  models: () => {
    const names = (): Readonly<Record<string, Value>> => ({
      authenticate: authenticator(), initialize: passingFactory('passport.initialize'), session: passingFactory('passport.session'),
      authorize: native('passport.authorize', () => passing('passport.authorize')),
      use: using(), serializeUser: native('passport.serializeUser', () => derived('passport', [])), deserializeUser: native('passport.deserializeUser', () => derived('passport', [])),
    });
    return packages({ passport: names(), 'koa-passport': names() });
  },
};
