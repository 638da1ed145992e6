import type { Place } from '../model/api';
import type { Known, KnownProperty, LibraryCall } from '../model/calls';
import type { Evidence } from '../model/finding';

/** The values that one of several may be. */
export function alternatives(known: Known): readonly Known[] {
  return known.k === 'either' ? known.of.flatMap(alternatives) : [known];
}

/** The text that a value surely is; undefined otherwise. */
export function textOf(known: Known | undefined): string | undefined {
  return known?.k === 'literal' && typeof known.value === 'string' ? known.value : undefined;
}

/** The number that a value surely is; undefined otherwise. */
export function numberOf(known: Known | undefined): number | undefined {
  return known?.k === 'literal' && typeof known.value === 'number' ? known.value : undefined;
}

export const isTrue = (known: Known | undefined): boolean => known?.k === 'literal' && known.value === true;
export const isFalse = (known: Known | undefined): boolean => known?.k === 'literal' && known.value === false;
/** Whether a value is surely `undefined`: an option that is not there. */
export const isAbsent = (known: Known | undefined): boolean => known === undefined || (known.k === 'literal' && known.value === undefined);

/** A property of an object by its name, as it is written. */
export function propertyOf(known: Known | undefined, name: string): KnownProperty | undefined {
  return known?.k === 'object' ? known.props.find((prop) => prop.name === name) : undefined;
}

/** The value of an option: undefined when it surely is not given, `'unknown'` when it may be. */
export function optionOf(known: Known | undefined, ...path: readonly string[]): Known | 'unknown' | undefined {
  const [name, ...rest] = path;
  if (known === undefined || isAbsent(known)) return undefined;
  if (name === undefined) return known;
  if (known.k !== 'object') return 'unknown';
  const found = propertyOf(known, name)?.value;
  return found === undefined ? (known.open ? 'unknown' : undefined) : optionOf(found, ...rest);
}

/** The value of an option where it is known. */
export function givenOption(known: Known | undefined, ...path: readonly string[]): Known | undefined {
  const found = optionOf(known, ...path);
  return found === 'unknown' ? undefined : found;
}

/** Whether an option is surely not given. */
export const lacksOption = (known: Known | undefined, ...path: readonly string[]): boolean => isAbsentOption(optionOf(known, ...path));
const isAbsentOption = (found: Known | 'unknown' | undefined): boolean => found === undefined || (found !== 'unknown' && isAbsent(found));

/** The texts in a list, as far as they are known. */
export function textsIn(known: Known | undefined): readonly string[] {
  if (known === undefined) return [];
  return alternatives(known).flatMap((one) => (one.k === 'list' ? one.items.flatMap(textsIn) : one.k === 'literal' && typeof one.value === 'string' ? [one.value] : []));
}

/** Where an object literal is written, when it stands in the file of the call; null otherwise. */
export function writtenIn(call: LibraryCall, known: Known | undefined): Place | null {
  return known?.k === 'object' && known.at.file === call.file ? known.at : null;
}

/** The endpoint that a finding about a call names: the only one that runs it, else none. */
export const endpointOf = (call: LibraryCall): string | null => (call.endpoints.length === 1 ? call.endpoints[0] ?? null : null);

/** The endpoints that run a call, as related information. */
export function reachedBy(call: LibraryCall): readonly Evidence[] {
  return call.endpoints.slice(0, 5).map((id) => ({ message: `${id} runs this`, file: call.file, range: call.range }));
}

/** What a call is called in findings: stays equal while text moves. */
export const subjectOf = (call: LibraryCall): string => `${call.package}#${call.name} in ${call.file} ${[...call.functions].reverse().join('.')}`;

/** The words of a name in lower case, joined by blanks: `resetToken` is `reset token`. */
export const wordsIn = (name: string): string => name.replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[^A-Za-z0-9]+/g, ' ').trim().toLowerCase();

/** Where an option is written with a value; null where it is not. */
export function listedOption(known: Known | undefined, ...rest: readonly [...path: readonly string[], value: string | number | boolean]): Place | null {
  const path = rest.slice(0, -1) as readonly string[];
  const parent = path.length === 1 ? known : givenOption(known, ...path.slice(0, -1));
  const found = propertyOf(parent, path.at(-1) ?? '');
  return found?.value.k === 'literal' && found.value.value === rest.at(-1) ? found.at : null;
}
