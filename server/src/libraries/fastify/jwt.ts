import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, input, native, NULL, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { claims, comesFromOutside, either, httpError, isOff, mechanismOf, nobody, packages, verified, verifying } from '../credentials';
import type { Verification } from '../credentials';
import type { Library } from '../library';
import { decorate, plugin } from './plugins';

interface Names { readonly verify: string; readonly decode: string; readonly sign: string; readonly property: string }

function namesOf(m: Machine, options: Value): Names & { readonly namespace: string | undefined } {
  const text = (key: string): string | undefined => options.t === 'object' ? stringOf(m.get(options, key)) : undefined;
  const namespace = text('namespace');
  const prefixed = (name: string): string => namespace === undefined ? name : `${namespace}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    namespace, verify: text('jwtVerify') ?? prefixed('jwtVerify'), decode: text('jwtDecode') ?? prefixed('jwtDecode'), sign: text('jwtSign') ?? prefixed('jwtSign'), property: text('decoratorName') ?? 'user',
  };
}

/** `request.jwtVerify(options?, callback?)` rejects with 401 unless the token of the request is good. */
function requestVerify(property: string, cookies: boolean): NativeValue {
  return native('request.jwtVerify', (m, call) => {
    const callback = call.args.find(one => one.t === 'fn' || one.t === 'native');
    const v: Verification = { name: 'request.jwtVerify', by: 'request.jwtVerify of @fastify/jwt', mechanisms: cookies ? ['bearer', 'cookie'] : ['bearer'], site: call.site };
    m.input('header', 'authorization');
    if (callback) return m.fork([
      { run: () => { m.assume(verified(v)); return m.call(callback, [NULL, claims()], { site: call.site }); } },
      { run: () => { m.assume(nobody(call.site)); return m.call(callback, [httpError(401, 'UnauthorizedError'), UNDEFINED], { site: call.site }); } },
    ], false);
    return either(m, v, () => {
      if (call.self.t === 'model') m.heap.set(call.self.props, property, input('principal'));
      return claims();
    }, () => {
      m.throw(httpError(401, 'UnauthorizedError'), call.site);
      return UNDEFINED;
    });
  });
}

/** `fastify.jwt`: tokens that code verifies itself. */
function tokens(): Value {
  const verify = native('fastify.jwt.verify', (m, call) => {
    const [token = UNDEFINED] = call.args;
    const callback = call.args.find(one => one.t === 'fn');
    if (!callback) return verifying(m, call, { by: 'fastify.jwt.verify' }, token, claims());
    const v: Verification = { name: 'fastify.jwt.verify', by: 'fastify.jwt.verify', mechanisms: [mechanismOf(token)], site: call.site };
    if (!comesFromOutside(token)) return m.call(callback, [NULL, derived('jwt', [token])], { site: call.site });
    return either(m, v, () => m.call(callback, [NULL, claims()], { site: call.site }), () => m.call(callback, [httpError(401, 'UnauthorizedError'), UNDEFINED], { site: call.site }));
  });
  return object([['verify', verify], ['sign', signing('fastify.jwt.sign')], ['decode', native('fastify.jwt.decode', (_m, call) => derived('decoded', call.args))], ['lookupToken', native('lookupToken', m => m.input('header', 'authorization'))], ['options', derived('options', [])]]);
}

/** A token that the application makes. */
function signing(name: string): NativeValue {
  return native(name, (m: Machine, call: Call) => {
    const callback = call.args.find(one => one.t === 'fn');
    const token = derived('token', []);
    return callback ? m.call(callback, [NULL, token], { site: call.site }) : token;
  });
}

const jwt = (): NativeValue => plugin('@fastify/jwt', (m, instance, options) => {
  const { namespace, verify, decode, sign, property } = namesOf(m, options);
  const cookies = options.t === 'object' && options.props.has('cookie') && !isOff(m, options, 'cookie');
  decorate(m, instance, 'decorateRequest', { [verify]: requestVerify(property, cookies), [decode]: native('request.jwtDecode', (_m, call) => derived('decoded', [input('header', 'authorization'), ...call.args])) });
  decorate(m, instance, 'decorateReply', { [sign]: signing('reply.jwtSign') });
  const known = m.get(instance, 'jwt');
  if (namespace === undefined) decorate(m, instance, 'decorate', { jwt: tokens() });
  else if (known.t === 'object') m.heap.set(known.props, namespace, tokens());
  else decorate(m, instance, 'decorate', { jwt: object([[namespace, tokens()]]) });
});

/** @fastify/jwt: registering it asks for nothing; `request.jwtVerify()` does. */
export const library: Library = {
  name: 'fastify jwt',
  models: () => { const made = jwt(); return packages({ '@fastify/jwt': { default: made, fastifyJwt: made }, 'fastify-jwt': { default: made, fastifyJWT: made } }); },
};
