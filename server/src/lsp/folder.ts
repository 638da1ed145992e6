import { join } from 'node:path';
import type { Change, ScanProgress, Snapshot, Workspace } from '../engine/api';
import { configName, type ConfigProblem } from '../host/config';
import { isCandidate, isNeverSource } from '../host/candidates';
import { pathIn, type DiskTree } from '../host/tree';
import { defaultConfig, type Config } from '../model/config';
import { pathOf } from './locations';
import type { Settings } from './protocol';
import type { Services } from './services';

/** How far a folder is. A cancelled one analyses nothing until somebody asks for it again. */
export type FolderPhase = 'scanning' | 'ready' | 'cancelled' | 'failed';

/** Longer texts are skipped, as the host skips such files. */
const MAX_TEXT = 2 * 1024 * 1024;

/** What a folder tells while it works. */
export interface FolderEvents {
  log(message: string): void;
  /** A sentence for the person in front of the editor. */
  complain(message: string): void;
  /** The text of a document that is open in the editor, by its path; undefined when it is not open. */
  openText(path: string): string | undefined;
  openPaths(): Iterable<string>;
}

/** One workspace folder of the editor: its files, its configuration and its analysis. */
export interface Folder {
  readonly uri: string;
  readonly root: string;
  phase(): FolderPhase;
  /** Problems of the configuration; the last good one, or the default, is in use meanwhile. */
  problems(): readonly ConfigProblem[];
  files(): number;
  /** Makes everybody who asks wait for some work on the folder: reading its configuration and its files. */
  during(work: () => Promise<unknown>): Promise<unknown>;
  /** Reads everything; the result says whether it was completed. */
  scan(onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<boolean>;
  /** Resolves when no scan is running. */
  settled(): Promise<void>;
  /** The analysis of what the editor shows now; undefined unless ready. Throws what the engine throws. */
  snapshot(): Snapshot | undefined;
  /** The relative path of a file of this folder; undefined when it belongs to another. */
  fileOf(path: string): string | undefined;
  /** An open document changed, was opened or was closed; its text is read when it is needed. */
  touch(path: string): void;
  /** Files that were created, changed or deleted on disk. True when something of interest was among them. */
  onDisk(paths: readonly string[]): boolean;
  /** Whether one of the files is part of the configuration. */
  isConfig(paths: readonly string[]): boolean;
  /** Reads the configuration again. True when the files have to be read anew, too. */
  configure(settings: Settings): Promise<boolean>;
}

/** Opens a workspace folder; undefined for one that is not on this machine. Nothing is read before `configure` and `scan`. */
export function createFolder(uri: string, services: Services, events: FolderEvents): Folder | undefined {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  const root = path;
  let phase: FolderPhase = 'scanning';
  let config: Config = defaultConfig(services.today());
  let configFiles: readonly string[] = [];
  let problems: readonly ConfigProblem[] = [];
  let excludedBy: string | undefined;
  let tree: DiskTree | undefined;
  let workspace: Workspace | undefined;
  let running: Promise<unknown> | undefined;
  /** Relative paths of documents whose text in the editor may have changed since the engine was told. */
  let touched = new Set<string>();
  /** What the engine holds as open. */
  const told = new Set<string>();
  let pending: Change[] = [];
  /** The engine failed on the present texts; it is made anew at the next change. */
  let broken = false;

  /** Whether the engine is to know of an open document: only files that it would also read from disk, and new ones. */
  function isOurs(file: string, text: string): boolean {
    if (tree === undefined || text.length > MAX_TEXT || !isCandidate(file.slice(file.lastIndexOf('/') + 1)) || file.split('/').some(isNeverSource)) return false;
    return told.has(file) || tree.list().includes(file) || !tree.exists(file);
  }

  /** Tells the engine what changed since the last time. */
  function flush(): void {
    if (workspace === undefined) return;
    const changes: Change[] = pending;
    pending = [];
    for (const file of touched) {
      const text = events.openText(join(root, file));
      if (text !== undefined && isOurs(file, text)) {
        changes.push({ kind: 'open', file, text });
        told.add(file);
      } else if (told.delete(file)) changes.push({ kind: 'close', file });
    }
    touched = new Set();
    if (changes.length > 0) workspace.apply(changes);
  }

  async function open(): Promise<void> {
    const opened = services.openTree(root, config.exclude);
    workspace = undefined;
    told.clear();
    pending = [];
    excludedBy = JSON.stringify(config.exclude);
    if (!opened.ok) {
      tree = undefined;
      events.complain(`Routewarden: ${opened.problem}`);
      return;
    }
    tree = opened.tree;
    workspace = await services.createWorkspace(tree, config);
    for (const path of events.openPaths()) touch(path);
  }

  const fileOf = (path: string): string | undefined => {
    const file = pathIn(root, path);
    return file === '' ? undefined : file;
  };

  function touch(path: string): void {
    const file = fileOf(path);
    if (file === undefined) return;
    touched.add(file);
    if (broken) reopen();
  }

  /** Makes the engine anew over the same files, after it failed. */
  function reopen(): void {
    broken = false;
    phase = 'scanning';
    running = open().then(() => { phase = workspace === undefined ? 'failed' : 'ready'; });
    running.catch((error: unknown) => { phase = 'failed'; events.log(`The engine could not be started again: ${String(error)}`); });
  }

  async function runScan(onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<boolean> {
    try {
      await open();
      flush();
      const complete = workspace !== undefined && await workspace.scan({ onProgress, signal });
      phase = complete ? 'ready' : workspace === undefined ? 'failed' : 'cancelled';
      return complete;
    } catch (error) {
      // The next change starts over; until then there is nothing to show.
      phase = 'ready';
      broken = true;
      throw error;
    }
  }

  return {
    uri, root, fileOf, touch,
    phase: () => phase,
    problems: () => problems,
    files: () => tree?.list().length ?? 0,
    during: work => running = work(),
    scan(onProgress, signal) {
      phase = 'scanning';
      const scan = runScan(onProgress, signal);
      running = scan;
      return scan;
    },
    async settled() {
      for (let last; running !== undefined && last !== running;) {
        last = running;
        await last.catch(() => false);
      }
    },
    snapshot() {
      if (phase !== 'ready' || workspace === undefined) return undefined;
      try {
        flush();
        return workspace.snapshot();
      } catch (error) {
        broken = true;
        throw error;
      }
    },
    onDisk(paths) {
      if (tree === undefined || workspace === undefined) return false;
      const files = paths.flatMap(path => fileOf(path) ?? []).filter(file => !file.split('/').some(isNeverSource));
      if (files.length === 0) return false;
      const before = tree.list();
      tree.invalidate(files);
      const after = tree.list();
      const [had, has] = [new Set(before), new Set(after)];
      // Whole folders come and go with one event; what was in them is what changed.
      const moved = before === after ? [] : [...before.filter(file => !has.has(file)), ...after.filter(file => !had.has(file))];
      const changed = new Set([...files.filter(file => had.has(file) || has.has(file) || told.has(file)), ...moved]);
      if (changed.size === 0) return false;
      pending.push({ kind: 'disk', files: [...changed] });
      // A file may have become one of ours, or none any more, while it is open.
      for (const file of changed) touched.add(file);
      if (broken) reopen();
      return true;
    },
    isConfig: paths => paths.some(path => configFiles.includes(path) || path.endsWith(configName)),
    async configure(settings) {
      const loaded = await services.loadConfig({ root, ...(settings.configFile === '' ? {} : { file: settings.configFile }) });
      configFiles = loaded.files;
      problems = loaded.ok ? [] : loaded.problems;
      // The editor's preset speaks where there is no file: the command line knows only the file, and both have to agree.
      if (loaded.ok) config = loaded.files.length === 0 ? { ...loaded.config, preset: settings.preset } : loaded.config;
      if (workspace === undefined || JSON.stringify(config.exclude) !== excludedBy) return true;
      if (loaded.ok) pending.push({ kind: 'config', config });
      if (broken) reopen();
      return false;
    },
  };
}
