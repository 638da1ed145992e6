import type { NativeValue, Value } from '../../evaluate/value';
import { derived, lit, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import { packages } from '../credentials';
import type { Library } from '../library';

/** The names of http-errors and Boom with the status they stand for. */
const STATUS: Readonly<Record<string, number>> = {
  BadRequest: 400, Unauthorized: 401, PaymentRequired: 402, Forbidden: 403, NotFound: 404, MethodNotAllowed: 405, NotAcceptable: 406, RequestTimeout: 408, Conflict: 409, Gone: 410,
  PreconditionFailed: 412, PayloadTooLarge: 413, UnsupportedMediaType: 415, UnprocessableEntity: 422, Locked: 423, TooManyRequests: 429, InternalServerError: 500, NotImplemented: 501, BadGateway: 502, ServiceUnavailable: 503, GatewayTimeout: 504,
};

function created(name: string, status: Value, message: Value | undefined): Value {
  return object([['status', status], ['statusCode', status], ['name', lit(`${name}Error`)], ['message', message ?? derived('message', [])], ['expose', derived('expose', [])]]);
}

const nameOf = (status: Value): string => Object.entries(STATUS).find(([, code]) => status.t === 'lit' && status.v === code)?.[0] ?? 'Http';

/** `createError(401, 'message', { … })`, `createError.Unauthorized('message')`. */
function httpErrors(): NativeValue {
  return native('createError', (_m, call) => {
    const status = call.args.find(one => one.t === 'lit' && typeof one.v === 'number') ?? (call.args[0]?.t === 'lit' || call.args[0]?.t === 'object' ? lit(500) : call.args[0] ?? lit(500));
    const error = created(nameOf(status), status, call.args.find(one => stringOf(one) !== undefined || one.t === 'text'));
    const more = call.args.find(one => one.t === 'object');
    if (error.t === 'object' && more?.t === 'object') for (const [key, value] of more.props) if (!error.props.has(key)) error.props.set(key, value);
    return error;
  }, named());
}

function named(): [string, Value][] {
  return Object.entries(STATUS).map(([name, status]) => [name, native(name, (_m, call) => created(name, lit(status), call.args[0]))]);
}

/** An error of Boom. The status stands in `output`; `httpStatus` is where it is looked for in what is thrown. */
function boomError(status: number, message: Value | undefined): Value {
  const text = message ?? derived('message', []);
  const payload = object([['statusCode', lit(status)], ['error', derived('error', [])], ['message', text]]);
  return object([['isBoom', TRUE], ['isServer', lit(status >= 500)], ['message', text], ['httpStatus', lit(status)], ['output', object([['statusCode', lit(status)], ['payload', payload], ['headers', object()]])]]);
}

function boom(): Readonly<Record<string, Value>> {
  const lower = (name: string): string => name === 'InternalServerError' ? 'internal' : name === 'UnprocessableEntity' ? 'badData' : name === 'PayloadTooLarge' ? 'entityTooLarge' : name === 'ServiceUnavailable' ? 'serverUnavailable' : name === 'RequestTimeout' ? 'clientTimeout' : `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const class_ = native('Boom', (m, call) => {
    const [message, options] = call.args;
    const status = options?.t === 'object' ? m.get(options, 'statusCode') : UNDEFINED;
    return boomError(status.t === 'lit' && typeof status.v === 'number' ? status.v : 500, message);
  });
  return { Boom: class_, ...Object.fromEntries(Object.entries(STATUS).map(([name, status]) => [lower(name), native(`Boom.${lower(name)}`, (_m, call) => boomError(status, call.args[0]))])) };
}

/** Errors that carry a status. */
export const library: Library = {
  name: 'http errors',
  models: () => packages({ 'http-errors': { default: httpErrors(), ...Object.fromEntries(named()) }, '@hapi/boom': boom(), boom: boom() }),
};
