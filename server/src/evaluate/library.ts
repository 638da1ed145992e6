import type { Site } from '../model/facts';
import type { NativeValue, Value } from './value';
import { lit, object, stringOf } from './value';

/** Values by import identity. All functions are pure but for what they keep in `program.collected`. */
export interface LibraryModels {
  /** The value of an export, or undefined when the library does not say. `name` is `default`, `*`, `export=` or a name. */
  readonly imports?: (specifier: string, name: string, file: string) => Value | undefined;
  readonly globals?: (name: string) => Value | undefined;
  /** What a parameter of a declared type is, when nobody called the function: `app: Application`. With a `position`, the type is the function's. */
  readonly types?: (type: { readonly name: string; readonly specifier: string | null; readonly args?: readonly Value[]; readonly position?: number }, site: Site) => Value | undefined;
}

const ANSWERS = '#answers';

/** What a library answers by itself wherever its middleware is attached: for a method, at a path below. */
export interface OwnAnswer {
  readonly method: string;
  readonly path: string;
  readonly handler: Value;
  /** Why it is open on purpose, if it is. */
  readonly open: string | null;
}

/** Marks a middleware as one that answers requests of its own (`/metrics`, the pages of a documentation). */
export function answersItself(middleware: NativeValue, method: string, { path = '', handler = middleware, open = null }: Partial<Omit<OwnAnswer, 'method'>> = {}): NativeValue {
  middleware.props.set(ANSWERS, object([['method', lit(method)], ['path', lit(path)], ['handler', handler], ['open', lit(open)]]));
  return middleware;
}

/** What a middleware answers by itself. */
export function ownAnswer(v: Value): OwnAnswer | undefined {
  const mark = v.t === 'native' ? v.props.get(ANSWERS) : undefined;
  const handler = mark?.t === 'object' ? mark.props.get('handler') : undefined;
  return mark?.t === 'object' && handler ? { method: stringOf(mark.props.get('method')) ?? 'ANY', path: stringOf(mark.props.get('path')) ?? '', handler, open: stringOf(mark.props.get('open')) ?? null } : undefined;
}
