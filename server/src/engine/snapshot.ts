import picomatch from 'picomatch';
import { runChecks } from '../checks/run';
import type { CallCache } from '../link/calls/index';
import { libraryCalls } from '../link/calls/index';
import type { Judged } from '../link/endpoints';
import { endpointId, settleEndpoint } from '../link/endpoints';
import type { Pairs } from '../link/pair';
import { pair } from '../link/pair';
import type { Places } from '../link/places';
import { createPlaces } from '../link/places';
import type { DeclaredEntity } from '../libraries/records';
import { markShadowed } from '../link/shadow';
import type { ApiModel, Application, Coverage, Endpoint, Entity } from '../model/api';
import type { LibraryCall } from '../model/calls';
import type { Config } from '../model/config';
import type { Finding, Severity } from '../model/finding';
import type { SpecFacts } from '../model/spec';
import type { Analysis } from './analysis';
import { excludedFiles } from './excluded';
import type { Sources } from './sources';
import { applySuppressions } from './suppress';

/** Endpoints with their places, kept as long as neither the judgement nor a file it speaks of changed. */
export type EndpointCache = Map<Judged, Endpoint>;

/** What was paired last, kept as long as nothing that pairing asks about changes. */
export interface PairCache { last: { readonly asked: string; readonly specs: readonly SpecFacts[]; readonly config: Config; readonly pairs: Pairs } | null }

function pairOnce(endpoints: readonly Endpoint[], { specs, config, paired }: ModelInput): Pairs {
  const asked = endpoints.map(one => [one.id, one.path, one.method, one.application, one.state, one.protocol, one.pathComplete].join('\0')).join('\n');
  const { last } = paired;
  if (last?.asked === asked && last.specs === specs && last.config === config) return last.pairs;
  const pairs = pair(endpoints, specs, config);
  paired.last = { asked, specs, config, pairs };
  return pairs;
}

export interface ModelInput {
  readonly analysis: Analysis;
  readonly sources: Sources;
  readonly specs: readonly SpecFacts[];
  readonly entities: readonly Entity[];
  readonly config: Config;
  readonly coverage: Omit<Coverage, 'unresolved'>;
  readonly cache: EndpointCache;
  readonly paired: PairCache;
  readonly calls: CallCache;
  /** Code files that are served. */
  readonly served: readonly string[];
  readonly exists: (file: string) => boolean;
  /** Files whose places are no longer what the cache says. */
  readonly changed: ReadonlySet<string>;
}

/** Builds the model of the workspace as it is now. */
export function buildModel(input: ModelInput): ApiModel {
  const { analysis, sources, config, cache, changed } = input;
  const places = createPlaces(file => analysis.program.modules.get(file)?.facts, file => sources.text(file));
  const endpoints: Endpoint[] = [];
  const ordered: boolean[] = [];
  const live = new Set<Judged>();
  const runs = analysis.raw.map((_, index) => analysis.judged(index));
  const answered = new Set(analysis.raw.flatMap((raw, index) => runs[index]?.passThrough === true ? [] : [endpointId(raw)]));
  const exhausted: Endpoint[] = [];
  analysis.raw.forEach((raw, index) => {
    const judged = runs[index];
    if (!judged) return;
    live.add(judged);
    // A route that always goes on is a guard of others, unless nobody else answers there.
    if (judged.passThrough && (raw.method === 'ANY' || judged.waiting.path.includes('*') || answered.has(endpointId(raw)))) return;
    if (raw.state === 'unmounted' && !judged.waiting.pathComplete) return;
    let endpoint = cache.get(judged);
    if (!endpoint || [...changed].some(file => judged.files.has(file))) cache.set(judged, endpoint = settleEndpoint(judged, places));
    endpoints.push(endpoint);
    if (judged.exhausted) exhausted.push(endpoint);
    ordered.push(raw.ordered);
  });
  for (const judged of cache.keys()) if (!live.has(judged)) cache.delete(judged);
  const unique = markShadowed(endpoints, ordered);
  const { operations, pairings } = pairOnce(unique, input);
  // Excluded code counts for what it does for the rest, and an operation that it implements is implemented.
  const excluded = excludedFiles(config.exclude);
  const own = unique.filter(endpoint => !excluded(endpoint.file));
  const ids = new Set(own.map(endpoint => endpoint.id));
  const applications = new Map<string, Application>();
  for (const raw of analysis.raw) if (raw.application && !applications.has(raw.application.id)) applications.set(raw.application.id, { id: raw.application.id, framework: raw.framework, entry: raw.application.entry });
  const unresolved = [
    ...analysis.program.notes.map(note => ({ file: note.file, line: places.of(note.site).range.start.line, reason: note.reason })),
    ...unique.filter(endpoint => !endpoint.pathComplete).map(endpoint => ({ file: endpoint.file, line: endpoint.range.start.line, reason: `a part of the path ${endpoint.path} is not known` })),
    ...exhausted.map(endpoint => ({ file: endpoint.file, line: endpoint.range.start.line, reason: `${endpoint.id} runs through more code than its budget allows, so its verdicts may be unknown` })),
  ].filter(one => !excluded(one.file)).sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
  return {
    applications: [...applications.values()].filter(one => !excluded(one.entry) || own.some(endpoint => endpoint.application === one.id)), endpoints: own, operations, pairings: pairings.filter(pairing => ids.has(pairing.endpoint)), entities: [...input.entities, ...declaredEntities(analysis, places).filter(one => !excluded(one.file))],
    documents: input.specs.map(spec => ({ file: spec.file, version: spec.version, title: spec.title, errors: spec.errors.length })),
    calls: callsWithEndpoints(input, own, live).filter(call => !excluded(call.file)),
    coverage: { ...input.coverage, unresolved },
  };
}

/** The calls of libraries, each with the endpoints whose run executed the function around it. */
function callsWithEndpoints(input: ModelInput, own: readonly Endpoint[], live: ReadonlySet<Judged>): readonly LibraryCall[] {
  const { sources, analysis: { program }, served: files, exists } = input;
  const found = libraryCalls({ ...sources, files, exists, resolve: (from, specifier) => program.resolve(from, specifier) }, input.calls);
  if (found.length === 0) return [];
  const ids = new Set(own.map(endpoint => endpoint.id));
  const runs = new Map<string, Set<string>>(found.map(call => [call.unit, new Set()]));
  for (const judged of live) {
    const id = input.cache.get(judged)?.id;
    if (id !== undefined && ids.has(id)) for (const [unit, endpoints] of runs) if (judged.units.has(unit)) endpoints.add(id);
  }
  return found.map(call => ({ ...call, endpoints: [...runs.get(call.unit) ?? []] }));
}

/** Entities that code declares (decorated classes, schemas) and that a query or a model asked for, each once. */
function declaredEntities({ program }: Analysis, places: Places): readonly Entity[] {
  const found = new Map<string, Entity>();
  for (const declared of program.collected<DeclaredEntity>('entity')) {
    const { site, name, library } = declared;
    const { file, range } = places.of(site);
    const key = `${library}:${name}:${file}`;
    if (!found.has(key)) found.set(key, { name, library, file, range, fields: declared.fields });
  }
  return [...found.values()].sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1 : a.range.start.line - b.range.start.line);
}

/** The findings of a model, with the severities of the configuration's overrides and with suppressions applied. */
export function findingsOf(model: ApiModel, input: Pick<ModelInput, 'analysis' | 'sources' | 'specs' | 'config'>): readonly Finding[] {
  const overrides = input.config.overrides.map(one => ({ matches: picomatch([...one.files], { dot: true }), checks: one.checks }));
  const severityOf = (check: string, file: string): Severity | 'off' | undefined => {
    let found: Severity | 'off' | undefined;
    for (const one of overrides) if (one.matches(file)) found = one.checks[check] ?? one.checks[`${check.slice(0, check.indexOf('/'))}/*`] ?? found;
    return found;
  };
  const findings = runChecks(model, input.config, { severityOf });
  const read = new Map([...input.analysis.program.modules.values()].map(module => [module.file, module.facts]));
  // A file that nothing loaded may hold calls that checks ask about.
  for (const { file } of model.calls) { const facts = read.has(file) ? undefined : input.sources.facts(file); if (facts) read.set(file, facts); }
  const directives = [...read.values(), ...input.specs].filter(facts => facts.directives.length > 0);
  const ignores = input.specs.flatMap(spec => spec.operations.flatMap(operation => operation.ignores.map(ignore => ({ ...ignore, file: spec.file, pointer: operation.pointer, lineStarts: spec.lineStarts }))));
  const excluded = excludedFiles(input.config.exclude);
  return applySuppressions(findings, directives, ignores, input.config.today).filter(finding => !excluded(finding.file)).sort((a, b) =>
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column || (a.check < b.check ? -1 : 1));
}
