import type { Place } from './api';

/** Where a value in a filter or in written data comes from, as far as ownership is concerned. */
export type BindingKind =
  /** The client put it into the path, the query string, the body, a header or a cookie. */
  | 'input'
  /** It is known of the caller: the session, verified claims, or what was looked up by them. */
  | 'principal'
  | 'constant'
  /** A field of a record that was found before by something the client said. */
  | 'record'
  | 'unknown';

/** One key of a filter or of written data, with what it is bound to. */
export interface Binding {
  /** Dotted where it is nested: `project.userId`. */
  readonly key: string;
  readonly kind: BindingKind;
  /** The part of the request it comes from: `path`, `query`, `body`, `header`, `cookie`; null for all other kinds. */
  readonly source: string | null;
  /** The name within that part: `id`, `user.id`; empty for the whole of it. */
  readonly name: string;
}

/** What the client says about its own rights, and that a way to the access believes. */
export interface Claim extends Place { readonly source: string; readonly name: string }

/** A query that an endpoint makes, as far as ownership is concerned. Its place is the call. */
export interface DataAccess extends Place {
  readonly library: string;
  readonly entity: string;
  readonly operation: string;
  readonly effect: 'read' | 'create' | 'update' | 'delete';
  readonly filter: readonly Binding[];
  readonly written: readonly Binding[];
  /** Whether the caller has a say in which records this concerns; null where something on the way is not known. */
  readonly scoped: boolean | null;
  /** Permissions, by name, that every way to the access asks of the caller. */
  readonly permissions: readonly string[];
}
