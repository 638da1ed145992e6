import { hashText } from '../base/hash';
import type { ModuleFacts, Unit } from '../model/facts';

/** What of a unit is not its place: everything but offsets. */
const structural = ['name', 'params', 'body', 'arrow', 'async', 'generator', 'returnType', 'doc'] as const satisfies readonly (keyof Unit)[];

/** A hash of what a unit does, equal for equal code wherever it stands. */
export function unitShape(unit: Unit): string {
  return hashText(JSON.stringify(structural.map((field) => unit[field])));
}

/** Whether two plain values are equal in everything but the keys to leave out. */
function same(a: unknown, b: unknown, without: ReadonlySet<string>): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!same(a[i], b[i], without)) return false;
    return true;
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) if (!without.has(key) && (!(key in right) || !same(left[key], right[key], without))) return false;
  return true;
}

const nothing: ReadonlySet<string> = new Set();
const places: ReadonlySet<string> = new Set(['start', 'end']);

export interface UnitChanges {
  /** Keys of units whose code differs, those that came and those that went; `''` is the top level. Sorted. */
  readonly units: readonly string[];
  /** What others see or how units are named changed, so that nothing of the module can be reused. */
  readonly interfaceChanged: boolean;
}

const isTopLevel = (key: string): boolean => !key.includes('.');

/** What an edit changed, by unit. Only offsets may differ in the units that are not named. */
export function changedUnits(before: ModuleFacts, after: ModuleFacts): UnitChanges {
  const units: string[] = [];
  let interfaceChanged = before.esm !== after.esm || !same(before.exports, after.exports, nothing)
    || !same(before.imports, after.imports, places) || !same(Object.entries(before.types), Object.entries(after.types), places);
  for (const key of new Set([...Object.keys(before.units), ...Object.keys(after.units)])) {
    const left = before.units[key];
    const right = after.units[key];
    if (left === undefined || right === undefined) {
      units.push(key);
      interfaceChanged ||= isTopLevel(key);
    } else if (!structural.every((field) => same(left[field], right[field], nothing))) units.push(key);
  }
  return { units: units.sort(), interfaceChanged };
}
