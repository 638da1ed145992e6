import picomatch from 'picomatch';
import { runChecks } from '../checks/run';
import { endpointOf, isPassThrough } from '../link/endpoints';
import type { EndpointRun } from '../link/exchange';
import type { JudgeContext } from '../link/judge';
import { pair } from '../link/pair';
import { createPlaces } from '../link/places';
import { markShadowed } from '../link/shadow';
import type { ApiModel, Application, Coverage, Endpoint, Entity } from '../model/api';
import type { Config } from '../model/config';
import type { Finding, Severity } from '../model/finding';
import type { SpecFacts } from '../model/spec';
import type { Analysis } from './analysis';
import type { Sources } from './sources';
import { applySuppressions } from './suppress';

/** Endpoints of runs, kept as long as neither the run nor a file it stands in changed. */
export type EndpointCache = Map<EndpointRun, { readonly endpoint: Endpoint; readonly files: ReadonlySet<string> }>;

export interface ModelInput {
  readonly analysis: Analysis;
  readonly sources: Sources;
  readonly specs: readonly SpecFacts[];
  readonly entities: readonly Entity[];
  readonly config: Config;
  readonly coverage: Omit<Coverage, 'unresolved'>;
  readonly cache: EndpointCache;
  /** Files whose places are no longer what the cache says. */
  readonly changed: ReadonlySet<string>;
}

/** Builds the model of the workspace as it is now. */
export function buildModel(input: ModelInput): ApiModel {
  const { analysis, sources, config, cache, changed } = input;
  const places = createPlaces(file => analysis.program.modules.get(file)?.facts, file => sources.text(file));
  const context: JudgeContext = { places, vouched: new Map(config.auth.guards.map(guard => [guard.name, guard])) };
  const endpoints: Endpoint[] = [];
  const ordered: boolean[] = [];
  const live = new Set<EndpointRun>();
  analysis.raw.forEach((raw, index) => {
    const run = analysis.run(index);
    live.add(run);
    if (raw.ordered && isPassThrough(run)) return;
    let known = cache.get(run);
    if (!known || [...changed].some(file => known?.files.has(file))) {
      known = { endpoint: endpointOf(run, context, config), files: filesOf(run) };
      cache.set(run, known);
    }
    endpoints.push(known.endpoint);
    ordered.push(raw.ordered);
  });
  for (const run of cache.keys()) if (!live.has(run)) cache.delete(run);
  const unique = markShadowed(endpoints, ordered);
  const { operations, pairings } = pair(unique, input.specs, config);
  const applications = new Map<string, Application>();
  for (const raw of analysis.raw) if (raw.application && !applications.has(raw.application.id)) applications.set(raw.application.id, { id: raw.application.id, framework: raw.framework, entry: raw.application.entry });
  const unresolved = [
    ...analysis.program.notes.map(note => ({ file: note.file, line: places.of(note.site).range.start.line, reason: note.reason })),
    ...unique.filter(endpoint => !endpoint.pathComplete).map(endpoint => ({ file: endpoint.file, line: endpoint.range.start.line, reason: `a part of the path ${endpoint.path} is not known` })),
  ].sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
  return {
    applications: [...applications.values()], endpoints: unique, operations, pairings, entities: input.entities,
    documents: input.specs.map(spec => ({ file: spec.file, version: spec.version, title: spec.title, errors: spec.errors.length })),
    coverage: { ...input.coverage, unresolved },
  };
}

function filesOf(run: EndpointRun): ReadonlySet<string> {
  const files = new Set<string>([run.endpoint.site.file]);
  for (const component of run.endpoint.components) if (component.site) files.add(component.site.file);
  for (const step of run.endpoint.steps) if (step.site) files.add(step.site.file);
  for (const key of run.units) files.add(key.slice(0, key.lastIndexOf('#')));
  return files;
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
  const directives = [...input.analysis.program.modules.values()].map(module => module.facts).filter(facts => facts.directives.length > 0);
  const ignores = input.specs.flatMap(spec => spec.operations.flatMap(operation => operation.ignores.map(ignore => ({ ...ignore, file: spec.file, pointer: operation.pointer, lineStarts: spec.lineStarts }))));
  return applySuppressions(findings, directives, ignores, input.config.today).sort((a, b) =>
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column || (a.check < b.check ? -1 : 1));
}
