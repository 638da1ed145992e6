import type { Value } from '../../evaluate/value';
import type { Literal } from '../../model/facts';
import { alternatives, derived, lit, native, object, union } from '../../evaluate/value';
import { packages } from '../credentials';
import type { Library } from '../library';
import type { Status } from './codes';
import { statusesOf } from './codes';

type Entries = readonly (readonly [string, Value])[];

const codesOf = (statuses: readonly Status[]): Entries => statuses.map(({ name, code }) => [name, lit(code)] as const);

/** A function from one side of the table to the other; of what is not known it gives a term. */
function lookup(name: string, table: ReadonlyMap<Literal | undefined, Value>): Value {
  return native(name, (_m, call) => union(alternatives(call.args[0] ?? lit(undefined)).map(one => (one.t === 'lit' ? table.get(one.v) : undefined) ?? derived(name, [one]))));
}

/** https://www.npmjs.com/package/http-status-codes: enums, functions, and an object of names and functions as the default. */
function httpStatusCodes(): Readonly<Record<string, Value>> {
  const statuses = statusesOf({
    203: ['NON_AUTHORITATIVE_INFORMATION', 'Non Authoritative Information'], 302: ['MOVED_TEMPORARILY', 'Moved Temporarily'], 413: ['REQUEST_TOO_LONG'], 418: ['IM_A_TEAPOT'],
    419: ['INSUFFICIENT_SPACE_ON_RESOURCE', 'Insufficient Space on Resource'], 420: ['METHOD_FAILURE', 'Method Failure'],
  }, [208, 226, 425, 506, 508, 510]);
  const reason = lookup('getReasonPhrase', new Map<Literal | undefined, Value>(statuses.flatMap(({ code, phrase }) => [[code, lit(phrase)], [String(code), lit(phrase)]] as const)));
  const code = lookup('getStatusCode', new Map<Literal | undefined, Value>(statuses.map(one => [one.phrase, lit(one.code)])));
  const legacy: Entries = [...codesOf(statuses), ['getStatusCode', code], ['getStatusText', reason]];
  const named: Entries = [
    ...legacy, ['default', object(legacy)], ['getReasonPhrase', reason], ['ReasonPhrases', object(statuses.map(({ name, phrase }) => [name, lit(phrase)] as const))],
    ['StatusCodes', object([...codesOf(statuses), ...statuses.map(one => [String(one.code), lit(one.name)] as const)])],
  ];
  return { ...Object.fromEntries(named), '*': object(named), 'export=': object(named) };
}

/** https://www.npmjs.com/package/http-status: one object of names and numbers, also under the name `status` since its second version. */
function httpStatus(): Readonly<Record<string, Value>> {
  const statuses = statusesOf({ 306: ['SWITCH_PROXY', 'Switch Proxy'], 418: ['IM_A_TEAPOT'] });
  const entries: Entries = [
    ...codesOf(statuses),
    ...statuses.flatMap(({ code, name, phrase }) => [[String(code), lit(phrase)], [`${String(code)}_NAME`, lit(name)], [`${String(code)}_MESSAGE`, derived('message', [])], [`${String(code)}_CLASS`, lit(`${String(code).charAt(0)}xx`)]] as const),
    ['classes', derived('classes', [])], ['extra', derived('extra', [])],
  ];
  const status = object(entries);
  return { ...Object.fromEntries(entries), status, default: object([...entries, ['status', status], ['default', status]]) };
}

/** Names of status codes. */
export const library: Library = {
  name: 'names of statuses',
  models: () => packages({ 'http-status-codes': httpStatusCodes(), 'http-status': httpStatus() }),
};
