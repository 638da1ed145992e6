import type { ModelType, Value } from '../../evaluate/value';
import { lit, model, native, object, TRUE, UNDEFINED } from '../../evaluate/value';

/** The exceptions of the framework with their status. */
const statuses: Readonly<Record<string, number>> = {
  BadRequestException: 400, UnauthorizedException: 401, ForbiddenException: 403, NotFoundException: 404, MethodNotAllowedException: 405, NotAcceptableException: 406,
  RequestTimeoutException: 408, ConflictException: 409, GoneException: 410, PreconditionFailedException: 412, PayloadTooLargeException: 413,
  UnsupportedMediaTypeException: 415, ImATeapotException: 418, MisdirectedException: 421, UnprocessableEntityException: 422, InternalServerErrorException: 500,
  NotImplementedException: 501, BadGatewayException: 502, ServiceUnavailableException: 503, GatewayTimeoutException: 504, HttpVersionNotSupportedException: 505,
};

/** A thrown exception; its status is what judges it. */
function exception(name: string, response: Value, status: Value): Value {
  return object([
    ['name', lit(name)], ['status', status], ['message', response], ['response', response], ['isError', TRUE],
    ['getStatus', native('getStatus', () => status)], ['getResponse', native('getResponse', () => response)],
  ]);
}

/** The exception class of this name, or undefined. */
export function exceptionClass(name: string): Value | undefined {
  const status = statuses[name];
  if (status !== undefined) return native(name, (_m, call) => exception(name, call.args[0] ?? lit(name), lit(status)));
  return name === 'HttpException' ? native(name, (_m, call) => exception(name, call.args[0] ?? UNDEFINED, call.args[1] ?? lit(500))) : undefined;
}

/** An exception of this class. */
export function thrownException(name: string, status: number): Value {
  return exception(name, lit(name), lit(status));
}

const codes: Readonly<Record<string, number>> = {
  CONTINUE: 100, SWITCHING_PROTOCOLS: 101, PROCESSING: 102, EARLYHINTS: 103, OK: 200, CREATED: 201, ACCEPTED: 202, NON_AUTHORITATIVE_INFORMATION: 203, NO_CONTENT: 204,
  RESET_CONTENT: 205, PARTIAL_CONTENT: 206, MULTI_STATUS: 207, AMBIGUOUS: 300, MOVED_PERMANENTLY: 301, FOUND: 302, SEE_OTHER: 303, NOT_MODIFIED: 304,
  TEMPORARY_REDIRECT: 307, PERMANENT_REDIRECT: 308, BAD_REQUEST: 400, UNAUTHORIZED: 401, PAYMENT_REQUIRED: 402, FORBIDDEN: 403, NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405, NOT_ACCEPTABLE: 406, PROXY_AUTHENTICATION_REQUIRED: 407, REQUEST_TIMEOUT: 408, CONFLICT: 409, GONE: 410, LENGTH_REQUIRED: 411,
  PRECONDITION_FAILED: 412, PAYLOAD_TOO_LARGE: 413, URI_TOO_LONG: 414, UNSUPPORTED_MEDIA_TYPE: 415, REQUESTED_RANGE_NOT_SATISFIABLE: 416, EXPECTATION_FAILED: 417,
  I_AM_A_TEAPOT: 418, MISDIRECTED: 421, UNPROCESSABLE_ENTITY: 422, LOCKED: 423, FAILED_DEPENDENCY: 424, PRECONDITION_REQUIRED: 428, TOO_MANY_REQUESTS: 429,
  UNRECOVERABLE_ERROR: 456, INTERNAL_SERVER_ERROR: 500, NOT_IMPLEMENTED: 501, BAD_GATEWAY: 502, SERVICE_UNAVAILABLE: 503, GATEWAY_TIMEOUT: 504,
  HTTP_VERSION_NOT_SUPPORTED: 505, INSUFFICIENT_STORAGE: 507, LOOP_DETECTED: 508,
};

/** The `HttpStatus` enum. */
export function httpStatus(): Value {
  return object(Object.entries(codes).map(([name, code]) => [name, lit(code)] as const));
}

const silentType: ModelType<null> = { name: 'nestjs.Logger', get: () => native('log', () => UNDEFINED) };

/** `Logger`: it says nothing about requests. */
export function logger(): Value {
  const silent = native('log', () => UNDEFINED);
  return native('Logger', () => model(silentType, null) as Value, ['log', 'error', 'warn', 'debug', 'verbose', 'overrideLogger'].map(name => [name, silent] as const));
}
