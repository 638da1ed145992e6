import type { Config } from '../model/config';
import type { SourceTree, Workspace } from './api';

/** Opens a workspace over a tree of files. Nothing is read before `scan` or `snapshot`. */
export function createWorkspace(_tree: SourceTree, _config: Config): Workspace {
  throw new Error('not yet');
}
