import type { Entity } from '../model/api';
import type { ImportFact, ModuleFacts, Site } from '../model/facts';
import type { Config } from '../model/config';
import type { Machine } from './machine';
import type { Env, ObjectValue, Value } from './value';

/** One module of the workspace while a program runs. Facts are looked up by unit key at each use, so they can be exchanged for newer ones. */
export interface ModuleInstance {
  readonly file: string;
  facts: ModuleFacts;
  readonly env: Env;
  state: 'new' | 'running' | 'done';
  /** `module.exports`. */
  readonly cjs: ObjectValue;
  /** Where a local name of an import comes from. */
  readonly imports: ReadonlyMap<string, { readonly specifier: string; readonly imported: string; readonly fact: ImportFact }>;
  /** Files that this module led to, for incrementality and for telling roots. */
  readonly uses: Set<string>;
}

/** What the evaluator asks of the outside: facts of files, their existence, folder content, library models, assumed values. */
export interface Environment {
  facts(file: string): ModuleFacts | undefined;
  exists(file: string): boolean;
  entries(folder: string): readonly string[];
  /** The data of a JSON (comments allowed) or YAML file, or undefined. */
  json(file: string): unknown;
  /** Every code file and manifest of the workspace. */
  files(): readonly string[];
  /** Whether a file leads by its imports to one that registers: while modules load, calls elsewhere get few steps. */
  leads?(file: string): boolean;
  /** The path that a specifier of a framework's own (`$lib/db`) stands for in a file; tried after what the workspace's configuration says. */
  alias?(from: string, specifier: string): string | undefined;
  /** Where a name comes from that a file uses without importing it, because its framework imports it. */
  implicit?(file: string, name: string): { readonly file: string; readonly name: string } | undefined;
  /** Names of members that register something; without them everything may register. */
  readonly registrars?: ReadonlySet<string>;
  readonly models: ModelRegistry;
  readonly config: Config;
  /** Entities that are declared outside of code (Prisma schemas), by library. */
  readonly entities: readonly Entity[];
}

/** Library models by import identity. */
export interface ModelRegistry {
  /** The value of an export of a package, or undefined when nobody speaks for it. `file` is the importing file. */
  importValue(specifier: string, name: string, file: string): Value | undefined;
  /** The value of a global name of a runtime. */
  globalValue(name: string): Value | undefined;
  /** What a parameter of this declared type is, when nobody has called the function (`app: Application`). */
  typedValue(type: { readonly name: string; readonly specifier: string | null; readonly args?: readonly Value[]; readonly position?: number }, site: Site): Value | undefined;
}

export interface Hole { readonly file: string; readonly site: Site; readonly reason: string }

/** All that has been loaded. */
export interface Program {
  readonly environment: Environment;
  readonly modules: ReadonlyMap<string, ModuleInstance>;
  /** Loads and runs a module; undefined when there are no facts. */
  load(file: string): ModuleInstance | undefined;
  /** The file that a specifier means in a file; undefined for packages and what does not exist. */
  resolve(from: string, specifier: string): string | undefined;
  /** An exported value; undefined when there is no such export. */
  exported(module: ModuleInstance, name: string): Value | undefined;
  exportNames(module: ModuleInstance): readonly string[];
  /** The value of `import { name } from 'specifier'` in a file. */
  imported(from: ModuleInstance, specifier: string, name: string): Value;
  /** Lists something that could not be followed, for the coverage report. */
  note(site: Site | null, reason: string): void;
  readonly notes: readonly Hole[];
  readonly machine: Machine;
  /** Units that ran while modules loaded (`file#unit`): a change inside of one of them changes everything. */
  readonly loadUnits: ReadonlySet<string>;
  /** Whether calling a function may register something. */
  mayRegister(module: ModuleInstance, unit: string): boolean;
  /** Values of libraries that a dialect keeps per program: routers, entities, modules, by kind. Lists only grow. */
  collected<T>(kind: string): T[];
}
