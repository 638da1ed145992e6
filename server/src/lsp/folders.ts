import type { ClientFeatures } from './client-features';
import { createFolder, type Folder, type FolderEvents } from './folder';
import { pathOf } from './locations';
import { createResults, type FolderResults } from './results';
import type { Services } from './services';

/** A folder with its results. */
export interface OpenFolder { readonly folder: Folder; readonly results: FolderResults; /** Stops what the folder is doing. */ readonly stop: AbortController }

/** The workspace folders of the editor. */
export interface Folders {
  all(): readonly OpenFolder[];
  /** The innermost folder that a file belongs to, and the file's path in it. */
  owner(uri: string): { readonly opened: OpenFolder; readonly file: string } | undefined;
  /** Adds a folder that is not there yet; undefined for one that is, or that is not on this machine. */
  add(uri: string): OpenFolder | undefined;
  remove(uri: string): void;
}

/** An empty list of folders. */
export function createFolders(services: Services, features: () => ClientFeatures, events: FolderEvents): Folders {
  const opened: OpenFolder[] = [];
  const indexOf = (uri: string): number => opened.findIndex(({ folder }) => folder.uri === uri || folder.root === pathOf(uri));
  return {
    all: () => opened,
    owner(uri) {
      const path = pathOf(uri);
      if (path === undefined) return undefined;
      let best: { readonly opened: OpenFolder; readonly file: string } | undefined;
      for (const one of opened) {
        const file = one.folder.fileOf(path);
        if (file !== undefined && (best === undefined || one.folder.root.length > best.opened.folder.root.length)) best = { opened: one, file };
      }
      return best;
    },
    add(uri) {
      if (indexOf(uri) >= 0) return undefined;
      const folder = createFolder(uri, services, events);
      if (folder === undefined) return undefined;
      const one = { folder, results: createResults(folder, services, features()), stop: new AbortController() };
      opened.push(one);
      return one;
    },
    remove(uri) {
      const index = indexOf(uri);
      if (index < 0) return;
      for (const { stop } of opened.splice(index, 1)) stop.abort();
    },
  };
}
