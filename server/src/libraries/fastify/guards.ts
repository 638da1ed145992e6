import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { alternatives, derived, input, lit, model, native, NULL, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { ModelType } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { claims, either, guard, httpError, isOff, nobody, nextOf, packages, passing, verified } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';
import { decorate, plugin } from './plugins';

/** @fastify/bearer-auth guards its whole context, unless it only decorates (`addHook: false`). */
const bearer = (): NativeValue => plugin('@fastify/bearer-auth', (m, instance, options, call) => {
  const v: Verification = { name: 'bearerAuth', by: '@fastify/bearer-auth', mechanisms: ['bearer'], site: call.site };
  if (!isOff(m, options, 'addHook')) {
    const stage = options.t === 'object' ? stringOf(m.get(options, 'addHook')) : undefined;
    m.call(m.get(instance, 'addHook'), [lit(stage ?? 'onRequest'), guard(v)], { self: instance, site: call.site });
    return;
  }
  decorate(m, instance, 'decorate', { verifyBearerAuth: guard(v), verifyBearerAuthFactory: native('verifyBearerAuthFactory', (_m, made) => guard({ ...v, site: made.site })) });
});

/** @fastify/basic-auth decorates; what the application's `validate` says of a name and a password decides. */
const basic = (): NativeValue => plugin('@fastify/basic-auth', (m, instance, options) => {
  const validate = options.t === 'object' ? m.get(options, 'validate') : UNDEFINED;
  decorate(m, instance, 'decorate', { basicAuth: native('basicAuth', (machine, call) => checkBasic(machine, call, validate)) });
});

function checkBasic(m: Machine, call: Call, validate: Value): Value {
  const [request = UNDEFINED, reply = UNDEFINED] = call.args;
  const next = nextOf(call);
  const refuse = (error: Value): Value => {
    if (next) m.call(next, [error], { site: call.site });
    else m.throw(error, call.site);
    return UNDEFINED;
  };
  const header = m.input('header', 'authorization');
  return m.fork([
    { run: () => { m.assume(nobody(call.site)); return refuse(httpError(401, 'UnauthorizedError')); } },
    {
      run: () => {
        // The library read a name and a password from the header; only the application can say whether they are right.
        let heard = false;
        const done = native('done', (_m, inner) => {
          heard = true;
          const [error] = inner.args;
          return error && !(error.t === 'lit' && !error.v) ? refuse(withStatus(m, error)) : next ? m.call(next, [], { site: call.site }) : UNDEFINED;
        });
        const before = m.thrown.length;
        m.assume({ kind: 'branch', test: derived('test', [header]), taken: true, site: call.site ?? nowhere });
        const result = m.call(validate, [derived('username', [header]), derived('password', [header]), request, reply, done], { self: UNDEFINED, site: call.site });
        m.thrown = m.thrown.map((one, index) => index < before ? one : { ...one, value: withStatus(m, one.value) });
        if (!m.alive || heard) return UNDEFINED;
        // What could not be followed would have refused.
        if (validate.t !== 'fn' && validate.t !== 'native') m.assume(verified({ name: 'basicAuth', by: '@fastify/basic-auth', mechanisms: ['basic'], site: call.site }));
        return alternatives(result).some(one => one.t === 'object' && one.props.has('isError')) ? refuse(withStatus(m, result)) : next ? m.call(next, [], { site: call.site }) : UNDEFINED;
      },
    },
  ], false);
}

const nowhere: Site = { file: '', unit: '', n: 0 };

/** Errors of `validate` without a status are answered with 401. */
function withStatus(m: Machine, error: Value): Value {
  if (error.t !== 'object' || error.props.has('statusCode') || error.props.has('status')) return error;
  return object([...error.props, ['statusCode', lit(401)], ['status', lit(401)], ['message', m.get(error, 'message')]]);
}

/** `authenticator.authenticate(strategy, options?, callback?)` of @fastify/passport makes a hook. */
const passportType: ModelType<null> = {
  name: 'fastify-passport.Authenticator',
  get: (self, key) => {
    switch (key) {
      case 'authenticate': return native('fastifyPassport.authenticate', (m, call) => authenticate(m, call));
      case 'authorize': return native('fastifyPassport.authorize', () => passing('fastifyPassport.authorize'));
      case 'initialize': case 'secureSession': return native(`fastifyPassport.${key}`, () => plugin(`@fastify/passport.${key}`, () => undefined));
      case 'use': case 'unuse': case 'registerUserSerializer': case 'registerUserDeserializer': return native(`fastifyPassport.${key}`, () => self as Value);
      default: return undefined;
    }
  },
};

function authenticate(_m: Machine, call: Call): Value {
  const [strategy, ...others] = call.args;
  const names = (strategy?.t === 'list' ? strategy.items : strategy ? [strategy] : []).map(one => stringOf(one) ?? 'custom');
  const options = others.find(one => one.t === 'object');
  const callback = others.find(one => one.t === 'fn');
  const v: Verification = {
    name: 'fastifyPassport.authenticate', by: `fastifyPassport.authenticate(${names.map(one => `'${one}'`).join(', ')})`, mechanisms: [...new Set(names.map(mechanismOf))],
    refusal: options?.t === 'object' && options.props.has('failureRedirect') ? 302 : 401, optional: names.includes('anonymous'), site: call.site,
  };
  if (!callback) return guard(v);
  return native(v.name, (m, inner) => {
    const [request = UNDEFINED, reply = UNDEFINED] = inner.args;
    return either(m, v, () => m.call(callback, [request, reply, NULL, claims()], { site: v.site }), () => m.call(callback, [request, reply, NULL, lit(false)], { site: v.site }));
  });
}

function mechanismOf(strategy: string): string {
  if (/basic/i.test(strategy)) return 'basic';
  if (/local|password|ldap/i.test(strategy)) return 'password';
  if (/bearer|jwt|token/i.test(strategy)) return 'bearer';
  if (/google|github|gitlab|facebook|twitter|linkedin|oauth|oidc|openid|saml|azure|apple|discord|auth0|okta/i.test(strategy)) return 'oauth2';
  return /session|cookie/i.test(strategy) ? 'session' : 'custom';
}

/** @auth0/auth0-fastify-api decorates `requireAuth`. */
const auth0 = (): NativeValue => plugin('@auth0/auth0-fastify-api', (m, instance) => {
  decorate(m, instance, 'decorate', { requireAuth: native('fastify.requireAuth', (_m, call) => guard({ name: 'fastify.requireAuth', by: 'requireAuth of @auth0/auth0-fastify-api', mechanisms: ['bearer'], site: call.site })) });
});

/** fastify-auth0-verify and its kin decorate `authenticate`. */
const verifier = (name: string): NativeValue => plugin(name, (m, instance, _options, call) => {
  decorate(m, instance, 'decorate', { authenticate: guard({ name: 'fastify.authenticate', by: name, mechanisms: ['bearer'], site: call.site }) });
});

/** Sessions: they load, and ask nobody for anything. */
const session = (name: string): NativeValue => plugin(name, (m, instance) => {
  if (name.endsWith('secure-session')) decorate(m, instance, 'decorateRequest', { session: model(sessionType, null) as Value });
});

const sessionType: ModelType<null> = {
  name: 'fastify.Session',
  mentions: () => [input('session')],
  get: (_self, key, m) => {
    switch (key) {
      case 'get': return native('session.get', (_m, call) => m.input('session', stringOf(call.args[0]) ?? '*'));
      case 'data': return native('session.data', () => m.input('session'));
      case 'set': case 'delete': case 'regenerate': case 'touch': case 'options': case 'destroy': case 'save': return native(`session.${key}`, () => UNDEFINED);
      default: return m.input('session', key);
    }
  },
};

/** What asks callers of Fastify for credentials, besides tokens. */
export const library: Library = {
  name: 'fastify guards',
  models: () => {
    const [bearerAuth, basicAuth] = [bearer(), basic()];
    const authenticator = model(passportType, null) as Value;
    return packages({
      '@fastify/bearer-auth': { default: bearerAuth, fastifyBearerAuth: bearerAuth }, 'fastify-bearer-auth': { default: bearerAuth },
      '@fastify/basic-auth': { default: basicAuth, fastifyBasicAuth: basicAuth }, 'fastify-basic-auth': { default: basicAuth },
      '@fastify/passport': { default: authenticator, fastifyPassport: authenticator, Authenticator: native('Authenticator', () => model(passportType, null) as Value) },
      '@auth0/auth0-fastify-api': { default: auth0() },
      'fastify-auth0-verify': { default: verifier('fastify-auth0-verify') }, 'fastify-jwt-jwks': { default: verifier('fastify-jwt-jwks') },
      '@fastify/session': { default: session('@fastify/session') }, 'fastify-session': { default: session('fastify-session') }, '@fastify/secure-session': { default: session('@fastify/secure-session') },
      '@fastify/oauth2': { default: session('@fastify/oauth2') },
    });
  },
};
