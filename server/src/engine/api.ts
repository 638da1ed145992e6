import type { ApiModel } from '../model/api';
import type { Config } from '../model/config';
import type { Finding, Fix } from '../model/finding';

/** What reading one file gave. A file that cannot be used is never dropped silently: the reason ends up in the coverage report. */
export type ReadResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'missing' };

/**
 * The files of a workspace, as the host (or a test) offers them. All paths are relative to `root`, with forward slashes. Reading is
 * synchronous because the evaluator follows imports on demand.
 */
export interface SourceTree {
  readonly root: string;
  /** Every candidate file: code, OpenAPI documents, schemas, package.json and tsconfig files; ignored folders left out; sorted. */
  list(): readonly string[];
  read(file: string): ReadResult;
  /** True for a file that exists inside the root, listed or not (dependencies in node_modules are not). */
  exists(file: string): boolean;
  /** Names in a folder (not recursive); folders end in `/`. Empty when there is none. */
  entries(folder: string): readonly string[];
  /** Files and folders that could not be listed or read, with reasons. */
  problems(): readonly { readonly file: string; readonly reason: string }[];
}

export type Change =
  /** The editor's text wins over the disk until closed. */
  | { readonly kind: 'open'; readonly file: string; readonly text: string }
  | { readonly kind: 'close'; readonly file: string }
  /** Created, changed or deleted on disk. */
  | { readonly kind: 'disk'; readonly files: readonly string[] }
  | { readonly kind: 'config'; readonly config: Config };

export interface ScanProgress { readonly done: number; readonly total: number; readonly file: string }

/** The one mutable object. Everything it hands out is immutable. */
export interface Workspace {
  readonly root: string;
  apply(changes: readonly Change[]): void;
  /** First read and parse of all relevant files, in slices that let other work run; resolves to false when aborted. */
  scan(options?: { readonly onProgress?: (progress: ScanProgress) => void; readonly signal?: AbortSignal }): Promise<boolean>;
  /** The state after the last `apply`; computed on first use, then the same object until something changes. */
  snapshot(): Snapshot;
  /** What the last snapshot cost: files parsed, units evaluated; for the benchmark and the tests of incrementality. */
  stats(): Stats;
}

export interface Stats {
  readonly parsed: readonly string[];
  readonly endpointsEvaluated: number;
  readonly endpointsReused: number;
  readonly registrationReused: boolean;
}

export interface Snapshot {
  /** Grows with every change. */
  readonly version: number;
  readonly model: ApiModel;
  /** All findings, suppressed ones included, ordered by file and place. */
  readonly findings: readonly Finding[];
  findingsOf(file: string): readonly Finding[];
  /** Files that have findings. */
  readonly filesWithFindings: readonly string[];
  text(file: string): string | undefined;
  /** The repairs of a finding, as edits against this snapshot's texts. Computed when asked. */
  fixes(finding: Finding): readonly Fix[];
}
