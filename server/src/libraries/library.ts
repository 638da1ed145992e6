import type { LibraryModels } from '../evaluate/library';

/** Models of one or more packages that are no web framework: authentication, ORMs, validators, limiters, clients. */
export interface Library {
  readonly name: string;
  /** Fresh models; called once per program. */
  models(): LibraryModels;
}
