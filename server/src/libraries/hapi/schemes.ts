import type { Machine } from '../../evaluate/machine';
import type { Call, Value } from '../../evaluate/value';
import { derived, input, lit, native, object, UNDEFINED } from '../../evaluate/value';
import { either, httpError, packages, textsOf, verifying } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';
import { ask, pluginPackage } from './plugins';

interface Scheme {
  readonly by: string;
  readonly mechanism: string;
  /** The part of the request that holds the credential. */
  readonly reads: (m: Machine, options: Value) => void;
}

const header = (m: Machine): void => { m.input('header', 'authorization'); };

/** The function that a scheme is: for the options of a strategy it gives what authenticates. */
function scheme({ by, mechanism, reads }: Scheme): Value {
  return native(by, (m, made) => {
    const options = made.args[1] ?? UNDEFINED;
    const redirects = m.get(options, 'redirectTo');
    const refusal = options.t === 'object' && redirects.t !== 'lit' && redirects.t !== 'hole' || (redirects.t === 'lit' && typeof redirects.v === 'string') ? 302 : 401;
    return object([['authenticate', native(by, (machine, call) => authenticate(machine, call, { name: by, by, mechanisms: [mechanism], refusal, site: made.site }, () => { reads(machine, options); }))]]);
  });
}

function authenticate(m: Machine, call: Call, v: Verification, read: () => void): Value {
  read();
  return either(m, v, () => ask(m, call.args[1] ?? UNDEFINED, 'authenticated', object([['credentials', input('principal')]])), () => {
    m.throw(httpError(v.refusal ?? 401, 'UnauthorizedError'), v.site);
    return UNDEFINED;
  });
}

/** A package whose plugin brings schemes by their names. */
const schemes = (name: string, brought: Readonly<Record<string, Scheme>>, members: Readonly<Record<string, Value>> = {}): Readonly<Record<string, Value>> =>
  pluginPackage(name, (m, server) => { for (const [key, one] of Object.entries(brought)) ask(m, m.get(server, 'auth'), 'scheme', lit(key), scheme(one)); }, members);

const inHeader = (by: string, mechanism = 'bearer'): Scheme => ({ by, mechanism, reads: header });

/** The cookie of a strategy has the name that its options say. */
const cookie = (by: string): Scheme => ({
  by, mechanism: 'session',
  reads(m, options) {
    const settings = options.t === 'object' ? m.get(options, 'cookie') : UNDEFINED;
    const [name = 'sid'] = textsOf(settings.t === 'object' ? m.get(settings, 'name') : settings);
    m.input('cookie', name);
  },
});

/** `Jwt.token` of @hapi/jwt: decoding proves nothing. */
const token = object([
  ['generate', native('Jwt.token.generate', () => derived('token', []))],
  ['decode', native('Jwt.token.decode', (_m, call) => derived('decode', call.args))],
  ...['verify', 'verifySignature'].map(name => [name, native(`Jwt.token.${name}`, (m, call) => verifying(m, call, { by: `token.${name} of @hapi/jwt` }, call.args[0] ?? UNDEFINED, UNDEFINED))] as const),
  ...['verifyPayload', 'verifyTime'].map(name => [name, native(`Jwt.token.${name}`, () => UNDEFINED)] as const),
]);

/** Authentication schemes of hapi. Registering one guards nothing: a strategy of a route, or the default one, does. */
export const library: Library = {
  name: 'hapi schemes',
  models: () => packages({
    '@hapi/jwt': schemes('@hapi/jwt', { jwt: inHeader('@hapi/jwt') }, { token }),
    '@hapi/basic': schemes('@hapi/basic', { basic: inHeader('@hapi/basic', 'basic') }), 'hapi-auth-basic': schemes('hapi-auth-basic', { basic: inHeader('hapi-auth-basic', 'basic') }),
    '@hapi/cookie': schemes('@hapi/cookie', { cookie: cookie('@hapi/cookie') }), 'hapi-auth-cookie': schemes('hapi-auth-cookie', { cookie: cookie('hapi-auth-cookie') }),
    '@hapi/bell': schemes('@hapi/bell', { bell: { by: '@hapi/bell', mechanism: 'oauth2', reads: () => undefined } }),
    'hapi-auth-jwt2': schemes('hapi-auth-jwt2', { jwt: inHeader('hapi-auth-jwt2') }),
    'hapi-auth-bearer-token': schemes('hapi-auth-bearer-token', { 'bearer-access-token': inHeader('hapi-auth-bearer-token') }),
    'hapi-auth-keycloak': schemes('hapi-auth-keycloak', { 'keycloak-jwt': inHeader('hapi-auth-keycloak') }),
  }),
};
