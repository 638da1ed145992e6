import type { Range } from '../base/span';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** One link of a proof: a sentence and the place it speaks of. */
export interface Evidence { readonly message: string; readonly file: string; readonly range: Range }

export interface Suppression { readonly reason: string; readonly until: string | null; readonly by: 'comment' | 'config' | 'baseline' }

/** An edit in 1-based ranges of one file, as it leaves the engine. */
export interface FileEdit { readonly file: string; readonly range: Range; readonly newText: string }

export interface Fix {
  readonly title: string;
  /** Safe fixes keep the behaviour for every allowed caller; only those are applied by `--fix`. */
  readonly safe: boolean;
  readonly edits: readonly FileEdit[];
}

/** What a check asks a fix to do; `fixes/<kind>.ts` turns it into edits. Resolved lazily. */
export type RepairIntent =
  | { readonly kind: 'addGuard'; readonly endpoint: string; readonly like: string | null }
  | { readonly kind: 'pickFields'; readonly endpoint: string; readonly fields: readonly string[]; readonly source: { readonly file: string; readonly start: number; readonly end: number } | null }
  /** Ties a query at `range` to the caller: its owner becomes part of the filter, or takes the place of what the client said. */
  | { readonly kind: 'ownByCaller'; readonly file: string; readonly range: Range; readonly library: string; readonly field: string; readonly how: 'filter' | 'value' }
  | { readonly kind: 'registerOperation'; readonly endpoint: string; readonly document: string }
  | EditIntent;

/** Repairs that say themselves what to write. All ranges are of `file`. */
export type EditIntent = { readonly title: string; readonly safe: boolean; readonly file: string } & (
  /** Sets options in the object literal at `object`; without one, a literal becomes argument `argument` of the call. */
  | { readonly kind: 'setOptions'; readonly call: Range; readonly argument: number; readonly object: Range | null; readonly options: readonly { readonly path: readonly string[]; readonly text: string }[] }
  | { readonly kind: 'removeOption'; readonly property: Range }
  /** Replaces texts; a range among the parts stands for the text that is there. `needs` are names to import. */
  | { readonly kind: 'rewrite'; readonly edits: readonly { readonly range: Range; readonly parts: readonly (string | Range)[] }[]; readonly needs: readonly { readonly name: string; readonly module: string; readonly imported: string }[] }
);

/** A finding, complete but for its fixes, which are computed when somebody asks. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  readonly endpoint: string | null;
  readonly pointer: string | null;
  readonly fingerprint: string;
  readonly owasp: string;
  readonly cwe: number;
  readonly related: readonly Evidence[];
  readonly repairs: readonly RepairIntent[];
  readonly suppressed: Suppression | null;
}
