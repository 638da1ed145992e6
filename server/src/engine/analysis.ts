import type { Dialect, RawEndpoint } from '../dialects/dialect';
import { endpointsOf } from '../dialects/dialect';
import type { Environment, Program } from '../evaluate/program';
import { createProgram } from '../evaluate/load';
import { isRegistration, runRoots, visitStatements } from '../evaluate/roots';
import type { Library } from '../libraries/library';
import type { Judged } from '../link/endpoints';
import { judgeRun } from '../link/endpoints';
import { runEndpoint } from '../link/exchange';
import { exemption } from '../link/exempt';
import { createMemo } from '../link/proof';
import { createPlaces } from '../link/places';
import { changedUnits } from '../lower/change';
import type { Config } from '../model/config';
import type { Unit } from '../model/facts';
import type { Entity } from '../model/api';
import { createRegistry, namesOf } from './registry';
import { canRegister, isCode, isServed, relevancePattern, rootsOf } from './relevance';
import type { Sources } from './sources';

/** A program with its endpoints and their runs. */
export interface Analysis {
  readonly program: Program;
  readonly roots: readonly string[];
  readonly raw: readonly RawEndpoint[];
  /** The judgement of each endpoint, by index; made when asked for. */
  judged(index: number): Judged;
  /**
   * Takes the new text of a file. True when only functions changed that no module ran while it loaded: then registration stays and just the
   * runs that used those functions are made again. False when everything has to be evaluated anew.
   */
  update(file: string): boolean;
  readonly counts: { evaluated: number; reused: number };
}

export interface AnalysisInput {
  readonly sources: Sources;
  /** Served and other code files, manifests and documents of the workspace. */
  readonly files: readonly string[];
  readonly exists: (file: string) => boolean;
  readonly entries: (folder: string) => readonly string[];
  readonly config: Config;
  readonly entities: readonly Entity[];
  readonly dialects: readonly Dialect[];
  readonly libraries: readonly Library[];
}

/** Evaluates a workspace. */
export function analyse(input: AnalysisInput): Analysis {
  const { sources, files, dialects, config } = input;
  const leading: { files: ReadonlySet<string> | undefined } = { files: undefined };
  const registrars = new Set(dialects.flatMap(dialect => [...dialect.registrars]));
  /** What was asked for in vain. */
  const absent = new Set<string>();
  const plain: Environment = {
    facts(file) {
      const facts = isCode(file) ? sources.facts(file) : undefined;
      if (!facts) absent.add(file);
      return facts;
    },
    leads: file => leading.files?.has(file) ?? true,
    exists: input.exists, entries: input.entries, json: file => sources.json(file), files: () => files,
    registrars, models: createRegistry(dialects, input.libraries), config, entities: input.entities,
  };
  const environment: Environment = { ...plain, ...namesOf(dialects, plain) };
  const program = createProgram(environment);
  // What registers by the place of its file needs no imports to be found, and nobody registers for it.
  const pattern = relevancePattern(dialects.filter(dialect => dialect.registrars.size > 0));
  const code = files.filter(file => isCode(file) && isServed(file));
  const conventional = dialects.flatMap(dialect => dialect.conventions?.(environment) ?? []);
  const registers = (file: string): boolean => {
    const text = sources.text(file);
    if (text === undefined || !pattern.test(text)) return false;
    const facts = sources.facts(file);
    return facts !== undefined && canRegister(facts, text, pattern);
  };
  const registering = code.filter(registers);
  const relevant = new Set([...conventional, ...registering]);
  const importers = new Map<string, string[]>();
  const linksOf = (file: string): readonly string[] => sources.specifiers(file).flatMap(specifier => program.resolve(file, specifier) ?? []);
  for (const file of code) for (const target of linksOf(file)) {
    if (target === file) continue;
    const known = importers.get(target);
    if (known) known.push(file); else importers.set(target, [file]);
  }
  const roots = rootsOf([...relevant], file => importers.get(file) ?? []);
  const served = new Set(code);
  const reaching = new Set(roots);
  /** Whether a file that never ran would be run for what its text imports now. It was none of the roots, so it imported none of them. */
  const leadsDifferently = (file: string): boolean => served.has(file) && linksOf(file).some(target => reaching.has(target));
  leading.files = new Set(rootsOf(registering, file => importers.get(file) ?? []));
  runRoots(program, roots, relevant, registrars, () => { for (const dialect of dialects) dialect.settle?.(program); });
  const raw = endpointsOf(program, dialects);
  const runs: (Judged | undefined)[] = [];
  const places = createPlaces(file => program.modules.get(file)?.facts, file => sources.text(file));
  const context = { places, vouched: new Map(config.auth.guards.map(guard => [guard.name, guard])), memo: createMemo() };
  const counts = { evaluated: 0, reused: 0 };
  return {
    program, roots, raw, counts,
    judged(index) {
      const known = runs[index];
      if (known) { counts.reused++; return known; }
      const endpoint = raw[index];
      if (!endpoint) throw new RangeError(`no endpoint ${index}`);
      counts.evaluated++;
      return runs[index] = judgeRun(runEndpoint(program.machine, endpoint, config), context, config, guards => exemption(program.machine, endpoint, guards, context, config));
    },
    update(file) {
      const module = program.modules.get(file);
      if (!module) return !absent.has(file) && !relevant.has(file) && !registers(file) && !leadsDifferently(file);
      const facts = sources.facts(file);
      if (!facts) return false;
      const changes = changedUnits(module.facts, facts);
      const keys = changes.units.map(unit => `${file}#${unit}`);
      if (changes.interfaceChanged || keys.some(key => program.loadUnits.has(key))) return false;
      if (changes.units.some(unit => seenFromOutside(module.facts.units[unit], registrars) !== seenFromOutside(facts.units[unit], registrars))) return false;
      const reach = (): string => changes.units.map(unit => Number(program.mayRegister(module, unit))).join('');
      const before = reach();
      module.facts = facts;
      if (reach() !== before) return false;
      runs.forEach((run, index) => { if (run && keys.some(key => run.units.has(key))) runs[index] = undefined; });
      return true;
    },
  };
}

/**
 * What registration reads of a function without running it: how many parameters it has and of which types (error handlers have four), the tags
 * of its comment, and how many calls in it look like registrations, for which it would be tried. A function inside of others that comes or goes
 * and has none of this is nobody's business.
 */
function seenFromOutside(unit: Unit | undefined, registrars: ReadonlySet<string>): string {
  if (!unit) return '0';
  let calls = 0;
  visitStatements(unit.body, expr => { if (expr.k === 'call' && isRegistration(expr, registrars)) calls++; });
  return unit.key.includes('.') ? String(calls) : JSON.stringify([calls, unit.params.map(param => [param.type, param.rest, param.decorators]), unit.doc?.match(/@\w+/g) ?? []]);
}
