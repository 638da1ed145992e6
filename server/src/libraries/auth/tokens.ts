import type { Machine } from '../../evaluate/machine';
import { derived, input, native, NULL, object, UNDEFINED } from '../../evaluate/value';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { claims, comesFromOutside, either, mechanismOf, packages, textsOf, verifying } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';

const failure = (name: string): Value => object([['name', { t: 'lit', v: name }], ['message', derived('message', [])]]);

/** `jwt.verify(token, key, [options], [callback])`. With the algorithm `none` anybody can make a token. */
function verify(m: Machine, call: Call): Value {
  const [token = UNDEFINED, , options] = call.args;
  const callback = call.args.slice(2).find(one => one.t === 'fn' || one.t === 'native');
  const given = options?.t === 'object' ? options : undefined;
  const unsigned = given !== undefined && textsOf(m.get(given, 'algorithms')).some(one => one.toLowerCase() === 'none');
  const principal = input('principal');
  const whole = given !== undefined && m.truth(m.get(given, 'complete')) === true;
  const decoded = whole ? object([['payload', principal], ['header', derived('header', [token])], ['signature', derived('signature', [token])]]) : principal;
  const answer = (): Value => callback ? m.call(callback, [NULL, decoded], { site: call.site }) : decoded;
  const fail = (): Value => {
    if (callback) return m.call(callback, [failure('JsonWebTokenError'), UNDEFINED], { site: call.site });
    m.throw(failure('JsonWebTokenError'), call.site);
    return UNDEFINED;
  };
  if (!comesFromOutside(token) || unsigned) {
    const unproved = derived('jwt.verify', [token]);
    return callback ? m.call(callback, [derived('error', []), unproved], { site: call.site }) : unproved;
  }
  const verification: Verification = { name: 'jwt.verify', by: 'jsonwebtoken.verify', mechanisms: [mechanismOf(token)], site: call.site };
  return either(m, verification, answer, fail);
}

/** Nothing is checked: what it gives is what the caller says. */
const decoding = (name: string): NativeValue => native(name, (_m, call) => derived(name, call.args));

function signing(m: Machine, call: Call): Value {
  const token = derived('token', []);
  const callback = call.args.slice(2).find(one => one.t === 'fn');
  return callback ? m.call(callback, [NULL, token], { site: call.site }) : token;
}

/** A function of a library that takes the token first and throws unless it is good. */
const verifier = (by: string, result: () => Value): NativeValue => native(by, (m, call) => verifying(m, call, { by }, call.args[0] ?? UNDEFINED, result()));

const jose = (): Readonly<Record<string, Value>> => {
  const checked = (by: string): Value => verifier(`${by} of jose`, () => claims({ payload: input('principal'), plaintext: input('principal'), protectedHeader: derived('header', []), key: derived('key', []) }));
  return Object.fromEntries([
    ...['jwtVerify', 'compactVerify', 'flattenedVerify', 'generalVerify', 'jwtDecrypt', 'compactDecrypt', 'flattenedDecrypt', 'generalDecrypt'].map(name => [name, checked(name)] as const),
    ...['decodeJwt', 'decodeProtectedHeader'].map(name => [name, decoding(name)] as const),
    ...['createRemoteJWKSet', 'createLocalJWKSet', 'importJWK', 'importSPKI', 'importX509', 'importPKCS8'].map(name => [name, native(name, () => derived('key', []))] as const),
  ]);
};

/** The methods of an authentication service of Firebase. */
function firebaseAuth(): Value {
  const checked = (name: string): readonly [string, Value] => [name, verifier(`${name} of firebase-admin`, () => claims())];
  return object(['verifyIdToken', 'verifySessionCookie'].map(checked).concat(['getUser', 'getUserByEmail', 'createUser', 'updateUser', 'deleteUser', 'setCustomUserClaims', 'createCustomToken', 'listUsers', 'revokeRefreshTokens', 'createSessionCookie']
    .map(name => [name, decoding(`firebase.${name}`)] as const)));
}

/** Objects whose one method verifies: made by `new Verifier()` or `Verifier.create()`. */
function verifierClass(name: string, methods: readonly string[]): NativeValue {
  const made = (): Value => object(methods.map(method => [method, verifier(`${name}.${method}`, () => claims({ claims: input('principal') }))] as const));
  return native(name, made, [['create', native(`${name}.create`, made)]]);
}

/** Tokens that libraries verify: jsonwebtoken, jose, Firebase, AWS Cognito, Okta, Google. */
export const library: Library = {
  name: 'tokens',
  models: () => {
    const auth = native('firebase.auth', () => firebaseAuth());
    const app = native('firebase.initializeApp', () => object([['auth', auth]]));
    const cognito = verifierClass('CognitoJwtVerifier', ['verify', 'verifySync']);
    return packages({
      jsonwebtoken: { verify: native('jwt.verify', verify), decode: decoding('jwt.decode'), sign: native('jwt.sign', signing) },
      jose: jose(),
      'firebase-admin': { auth, initializeApp: app },
      'firebase-admin/auth': { getAuth: auth },
      'aws-jwt-verify': { CognitoJwtVerifier: cognito, JwtVerifier: verifierClass('JwtVerifier', ['verify', 'verifySync']) },
      '@okta/jwt-verifier': { default: verifierClass('OktaJwtVerifier', ['verifyAccessToken', 'verifyIdToken']) },
      'google-auth-library': { OAuth2Client: native('OAuth2Client', () => object([['verifyIdToken', native('verifyIdToken', (m, call) => {
        const [options = UNDEFINED] = call.args;
        const token = options.t === 'object' ? m.get(options, 'idToken') : options;
        return verifying(m, call, { by: 'OAuth2Client.verifyIdToken' }, token, claims({ getPayload: native('getPayload', () => input('principal')) }));
      })]])) },
    });
  },
};
