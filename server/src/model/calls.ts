import type { Place } from './api';

/** What is known of a value without running anything. `at` is where the value is written, which may be another file than where it is used. */
export type Known = KnownValue & {
  readonly at: Place;
  /** The dotted name under which it stands at the use: `config.jwt.secret`; null when it is written out. */
  readonly named: string | null;
};

export type KnownValue =
  | { readonly k: 'literal'; readonly value: string | number | boolean | null | undefined }
  /** A text of which some parts are not literal. */
  | { readonly k: 'text'; readonly parts: readonly (string | Known)[] }
  /** `open`: there may be more than what is listed. */
  | { readonly k: 'list'; readonly items: readonly Known[]; readonly open: boolean }
  | { readonly k: 'object'; readonly props: readonly KnownProperty[]; readonly open: boolean }
  /** A setting of the deployment: `process.env.X`, `config.get('X')`. */
  | { readonly k: 'setting'; readonly name: string }
  /** A part of the request: `body.password`. */
  | { readonly k: 'input'; readonly path: string }
  | { readonly k: 'function'; readonly returns: Known | null }
  /** The result of a call whose function is not followed. `package` and `name` say whose it is, where that is known. */
  | { readonly k: 'call'; readonly package: string | null; readonly name: string; readonly args: readonly Known[] }
  /** One of several. `default`: the last is taken where the others are missing (`a || b`); `staged`: the stage of the deployment decides. */
  | { readonly k: 'either'; readonly of: readonly Known[]; readonly default: boolean; readonly staged: boolean }
  | { readonly k: 'unknown' };

export interface KnownProperty { readonly name: string; readonly value: Known; readonly at: Place }

/** What becomes of a call's result. */
export interface Result {
  /** Dotted names of what is read from it: `payload.sub`. */
  readonly reads: readonly string[];
  /** Names that it is bound or assigned to, nearest first: variables, properties, targets of assignments. */
  readonly into: readonly string[];
  /** Functions that it is an argument of, as written. */
  readonly passed: readonly string[];
  readonly returned: boolean;
}

/** One method of a chain on a call's result: `.setExpirationTime('1h')`. */
export interface ChainLink { readonly name: string; readonly args: readonly Known[]; readonly at: Place }

/** A call of a library's function, or an operation of the language that checks ask about (`===`, an assignment), wherever it stands. */
export interface LibraryCall extends Place {
  /** The package that the callee comes from; `''` for globals and operations of the language. */
  readonly package: string;
  /** The member of the package: `verify`, `default`, `JwtService.sign`; of the language: `Math.random`, `===`, `=`. */
  readonly name: string;
  readonly form: 'call' | 'new' | 'compare' | 'assign';
  /** Where the callee is written. */
  readonly callee: Place;
  readonly args: readonly Known[];
  /** Where each argument is written. */
  readonly argPlaces: readonly Place[];
  readonly chain: readonly ChainLink[];
  readonly result: Result;
  /** Names of the functions around it, innermost first. */
  readonly functions: readonly string[];
  /** Identifies the function that it stands in; equal for two calls in one function. */
  readonly unit: string;
  /** Whether a branch around it asks for the stage of the deployment (`NODE_ENV`, `isDev`). */
  readonly staged: boolean;
  /** The major version of the package that the nearest manifest asks for. */
  readonly major: number | null;
  /** Ids of the endpoints that run it. */
  readonly endpoints: readonly string[];
}
