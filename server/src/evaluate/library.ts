import type { Site } from '../model/facts';
import type { Value } from './value';

/** Values by import identity. All functions are pure but for what they keep in `program.collected`. */
export interface LibraryModels {
  /** The value of an export, or undefined when the library does not say. `name` is `default`, `*`, `export=` or a name. */
  readonly imports?: (specifier: string, name: string, file: string) => Value | undefined;
  readonly globals?: (name: string) => Value | undefined;
  /** What a parameter of a declared type is, when nobody called the function: `app: Application`. With a `position`, the type is the function's. */
  readonly types?: (type: { readonly name: string; readonly specifier: string | null; readonly args?: readonly Value[]; readonly position?: number }, site: Site) => Value | undefined;
}
