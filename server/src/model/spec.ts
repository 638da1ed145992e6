import type { DirectiveFact, SyntaxErrorFact } from './facts';

export type SpecVersion = '2.0' | '3.0' | '3.1' | '3.2';

/**
 * What one OpenAPI document says, positioned in its text. A document that could not be read completely still gives the operations that
 * were understood; `errors` says what was not.
 */
export interface SpecFacts {
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  readonly hash: string;
  readonly version: SpecVersion;
  readonly title: string | null;
  readonly lineStarts: readonly number[];
  /** The path parts of `servers` (variables by their default) or `basePath`, without a trailing slash; `['']` when there is none. */
  readonly basePaths: readonly string[];
  readonly operations: readonly OperationFact[];
  /** Suppression comments: `# routewarden-ignore-next-line …` in YAML, `// …` in JSON with comments. */
  readonly directives: readonly DirectiveFact[];
  readonly errors: readonly SyntaxErrorFact[];
}

/** One operation; `path` is the key below `paths` as written. */
export interface OperationFact {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  /** JSON pointer: `/paths/~1users~1{id}/get`. */
  readonly pointer: string;
  /** Offsets of the operation's key (`get`). */
  readonly start: number;
  readonly end: number;
  readonly operationId: string | null;
  readonly summary: string | null;
  /** Effective security: the operation's own, else the document's. `{}` among alternatives is `optional`, `[]` is `public`. */
  readonly auth: { readonly status: 'required' | 'optional' | 'public' | 'unspecified'; readonly schemes: readonly string[]; readonly scopes: readonly string[] };
  readonly deprecated: boolean;
  /** Parameters of path item and operation, `$ref`s inside of the document followed. */
  readonly parameters: readonly { readonly name: string; readonly in: 'path' | 'query' | 'header' | 'cookie'; readonly required: boolean; readonly type: string | null }[];
  /** Status keys of `responses` as written. */
  readonly responses: readonly string[];
  /** `x-routewarden-ignore` entries of operation, path item and document. */
  readonly ignores: readonly { readonly check: string; readonly reason: string; readonly until: string | null; readonly start: number; readonly end: number }[];
}

/** A field of a body, dotted; `[]` marks a list: `users[].email`. */
export interface NewField { readonly path: string; readonly type: string | null }

/** An operation that is to be written into a document. */
export interface NewOperation {
  /** In any case. */
  readonly method: string;
  /** Relative to the document's base path; `{name*}` and `{name?}` are written as `{name}`. */
  readonly path: string;
  readonly summary: string | null;
  /** Left out when the document has it already. */
  readonly operationId: string | null;
  readonly parameters: readonly { readonly name: string; readonly in: 'path' | 'query' | 'header' | 'cookie'; readonly required: boolean; readonly type: string | null }[];
  readonly requestBody: { readonly fields: readonly NewField[] } | null;
  /** A response without a status is the default one. Fields of responses with the same status are put together. */
  readonly responses: readonly { readonly status: number | null; readonly fields: readonly NewField[] }[];
  /** Names of schemes of which any one lets in (those that the document does not declare are left out), `public`, or null for what the document says. */
  readonly security: readonly string[] | 'public' | null;
  readonly deprecated: boolean;
}
