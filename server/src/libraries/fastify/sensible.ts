import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, lit, list, native, NULL, object, TRUE, UNDEFINED } from '../../evaluate/value';
import { conditions } from '../../evaluate/path';
import { packages } from '../credentials';
import type { Library } from '../library';
import { ask, decorate, plugin } from './plugins';

/** The errors of @fastify/sensible with their status. */
const STATUS: Readonly<Record<string, number>> = {
  badRequest: 400, unauthorized: 401, paymentRequired: 402, forbidden: 403, notFound: 404, methodNotAllowed: 405, notAcceptable: 406, proxyAuthenticationRequired: 407, requestTimeout: 408,
  conflict: 409, gone: 410, lengthRequired: 411, preconditionFailed: 412, payloadTooLarge: 413, uriTooLong: 414, unsupportedMediaType: 415, rangeNotSatisfiable: 416, expectationFailed: 417,
  imateapot: 418, misdirectedRequest: 421, unprocessableEntity: 422, locked: 423, failedDependency: 424, tooEarly: 425, upgradeRequired: 426, preconditionRequired: 428, tooManyRequests: 429,
  requestHeaderFieldsTooLarge: 431, unavailableForLegalReasons: 451, internalServerError: 500, notImplemented: 501, badGateway: 502, serviceUnavailable: 503, gatewayTimeout: 504,
  httpVersionNotSupported: 505, variantAlsoNegotiates: 506, insufficientStorage: 507, loopDetected: 508, bandwidthLimitExceeded: 509, notExtended: 510, networkAuthenticationRequired: 511,
};

const error = (status: Value, message: Value | undefined): Value => object([['isError', TRUE], ['name', lit('HttpError')], ['status', status], ['statusCode', status], ['message', message ?? derived('message', [])]]);

const ofStatus = native('httpErrors.getHttpError', (_m, call) => error(call.args[0] ?? lit(500), call.args[1]));

/** `httpErrors.unauthorized(message)` and its kin. */
function httpErrors(): Value {
  return object([...Object.entries(STATUS).map(([name, status]) => [name, native(`httpErrors.${name}`, (_m, call) => error(lit(status), call.args[0]))] as const), ['getHttpError', ofStatus], ['createError', ofStatus]]);
}

/** `assert(condition, status, message)` throws where the condition does not hold. */
const assertion = native('fastify.assert', (m: Machine, call: Call) => {
  const [condition = UNDEFINED, status, message] = call.args;
  const truth = m.truth(condition);
  const fail = (): Value => { m.throw(error(status ?? lit(500), message), call.site); return UNDEFINED; };
  if (truth === true) return UNDEFINED;
  const { site } = call;
  if (truth === false || !site) return fail();
  return m.fork([{ conditions: conditions(condition, true, site), run: () => UNDEFINED }, { conditions: conditions(condition, false, site), run: fail }], false);
});

const sensible = (): NativeValue => plugin('@fastify/sensible', (m, instance) => {
  decorate(m, instance, 'decorate', {
    httpErrors: httpErrors(), assert: assertion,
    to: native('fastify.to', (_m, call) => list([NULL, call.args[0] ?? UNDEFINED])),
  });
  const answers = Object.entries(STATUS).map(([name, status]) => [name, native(`reply.${name}`, (machine, call) => ask(machine, call.self, 'send', error(lit(status), call.args[0])))] as const);
  decorate(m, instance, 'decorateReply', { ...Object.fromEntries(answers), getHttpError: native('reply.getHttpError', (machine, call) => ask(machine, call.self, 'send', error(call.args[0] ?? lit(500), call.args[1]))) });
});

/** @fastify/sensible and @fastify/error: errors that carry a status. */
export const library: Library = {
  name: 'fastify errors',
  models: () => {
    const made = sensible();
    const create = native('createError', (_m, declared) => native('FastifyError', (_machine, call) => error(declared.args[2] ?? lit(500), declared.args[1] ?? call.args[0])));
    return packages({
      '@fastify/sensible': { default: made, fastifySensible: made, httpErrors: httpErrors() }, 'fastify-sensible': { default: made },
      '@fastify/error': { default: create, createError: create },
    });
  },
};
