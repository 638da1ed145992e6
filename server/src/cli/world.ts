import type { SourceTree, Workspace } from '../engine/api';
import type { Config } from '../model/config';

/** A stream that a report or a note goes to. */
export interface Output {
  /** Resolves when the text has left the process or nobody reads it any more. */
  write(text: string): Promise<void>;
  readonly terminal: boolean;
  readonly colour: boolean;
  readonly columns: number | null;
}

/** Everything that a command touches outside of itself; tests give another one. */
export interface World {
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Milliseconds, for the pace of the progress line. */
  now(): number;
  /** Loads the engine only when it is needed: `--help` must not wait for it. */
  createWorkspace(tree: SourceTree, config: Config): Promise<Workspace>;
  /** Runs the language server until its client ends it. */
  startServer(): Promise<void>;
}
