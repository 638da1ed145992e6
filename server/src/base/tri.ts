/**
 * Three-valued logic (Kleene). A verdict that could not be proved either way is `unknown`, and a check that meets `unknown`
 * stays silent.
 */
export type Tri = 'yes' | 'no' | 'unknown';

/** Lifts a boolean; `undefined` means that nothing is known. */
export function triOf(value: boolean | undefined): Tri {
  return value === undefined ? 'unknown' : value ? 'yes' : 'no';
}

/** Kleene negation. */
export function triNot(a: Tri): Tri {
  return a === 'yes' ? 'no' : a === 'no' ? 'yes' : 'unknown';
}

/** Kleene conjunction: one `no` decides. */
export function triAnd(...all: readonly Tri[]): Tri {
  return all.includes('no') ? 'no' : all.includes('unknown') ? 'unknown' : 'yes';
}

/** Kleene disjunction: one `yes` decides. */
export function triOr(...all: readonly Tri[]): Tri {
  return all.includes('yes') ? 'yes' : all.includes('unknown') ? 'unknown' : 'no';
}
