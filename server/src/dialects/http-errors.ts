import type { NativeValue, Value } from '../evaluate/value';
import { lit, native, object, TRUE } from '../evaluate/value';

/** Errors of frameworks that say with which status they are answered. */

/** A thrown error with its status. */
export function httpError(name: string, status: Value, message: Value = lit(name)): Value {
  return object([['name', lit(name)], ['status', status], ['statusCode', status], ['httpCode', status], ['message', message], ['isError', TRUE]]);
}

/** A class of errors with one status, whose first argument is the message. */
export function httpErrorClass(name: string, status: number): NativeValue {
  return native(name, (_m, call) => httpError(name, lit(status), call.args[0]));
}
