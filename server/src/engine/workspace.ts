import { dialects as allDialects } from '../dialects/index.generated';
import { fixesOf } from '../fixes/index';
import { libraries as allLibraries } from '../libraries/index.generated';
import type { ApiModel, Entity } from '../model/api';
import type { Config } from '../model/config';
import type { ModuleFacts } from '../model/facts';
import type { Finding } from '../model/finding';
import type { SpecFacts } from '../model/spec';
import { linkEntities, parsePrismaSchema } from '../syntax/prisma';
import type { Analysis } from './analysis';
import { analyse } from './analysis';
import type { Change, Snapshot, SourceTree, Stats, Workspace } from './api';
import { excludedFiles } from './excluded';
import { isCode, isServed } from './relevance';
import type { CallCache } from '../link/calls/index';
import type { EndpointCache, PairCache } from './snapshot';
import { buildModel, findingsOf } from './snapshot';
import type { Sources } from './sources';
import { createSources } from './sources';

/** How long a slice of the first scan may take before other work gets its turn, in milliseconds. */
const SLICE_MS = 15;

/** Opens a workspace over a tree of files. Nothing is read before `scan` or `snapshot`. */
export function createWorkspace(tree: SourceTree, initial: Config): Workspace {
  const sources = createSources(tree);
  let config = initial;
  let analysis: Analysis | undefined;
  let specs: readonly SpecFacts[] | undefined;
  let entities: readonly Entity[] | undefined;
  let files: readonly string[] | undefined;
  let current: Snapshot | undefined;
  let version = 0;
  let cache: EndpointCache = new Map();
  const paired: PairCache = { last: null };
  const calls: CallCache = new Map();
  let changed = new Set<string>();
  let stats: Stats = { parsed: [], endpointsEvaluated: 0, endpointsReused: 0, registrationReused: false };
  const opened = new Set<string>();
  /** JSON files that the analysis asked for: code may import any, so their text counts as code does. */
  let data = new Set<string>();
  const watched: Sources = { ...sources, json: file => { data.add(file); return sources.json(file); } };

  const listed = (): readonly string[] => {
    if (files) return files;
    const excluded = excludedFiles(config.exclude);
    const all = new Set(tree.list());
    for (const file of opened) all.add(file);
    return files = [...all].filter(file => !excluded(file)).sort();
  };
  const exists = (file: string): boolean => opened.has(file) || tree.exists(file);
  const isDocument = (file: string): boolean => /\.(ya?ml|json)$/.test(file) && !/(^|\/)(package(-lock)?|tsconfig[\w.-]*|jsconfig)\.json$/.test(file);
  const readSpecs = (): readonly SpecFacts[] => specs ??= listed().filter(file => isDocument(file) && isServed(file)).flatMap(file => sources.spec(file) ?? []);
  const readEntities = (): readonly Entity[] => entities ??= linkEntities(listed().filter(file => file.endsWith('.prisma')).flatMap(file => parsePrismaSchema(file, sources.text(file) ?? '').entities));

  function forget(): void {
    analysis = undefined;
    data = new Set();
    cache = new Map();
  }

  function change(file: string, structure: boolean): void {
    changed.add(file);
    // What a specifier means may change with files, manifests and configurations.
    if (structure || /(^|\/)(package|[jt]sconfig[\w.-]*)\.json$/.test(file)) calls.clear();
    if (structure) { files = undefined; forget(); }
    if (file.endsWith('.prisma')) { entities = undefined; forget(); }
    else if (isDocument(file)) { specs = undefined; if (data.has(file)) forget(); }
    else if (isCode(file)) { if (analysis && !analysis.update(file)) forget(); }
    else forget();
  }

  function apply(changes: readonly Change[]): void {
    current = undefined;
    for (const one of changes) switch (one.kind) {
      case 'open': {
        const known = exists(one.file);
        if (sources.text(one.file) === one.text && known) { opened.add(one.file); sources.open(one.file, one.text); break; }
        opened.add(one.file);
        sources.open(one.file, one.text);
        change(one.file, !known);
        break;
      }
      case 'close': {
        const before = sources.text(one.file);
        opened.delete(one.file);
        sources.close(one.file);
        if (sources.text(one.file) !== before) change(one.file, !tree.exists(one.file));
        break;
      }
      case 'disk':
        for (const file of one.files) {
          if (sources.isOpen(file)) { sources.invalidate(file); continue; }
          const before = sources.peek(file);
          const known = listed().includes(file);
          sources.invalidate(file);
          const after = sources.text(file);
          if (before !== after || !known) change(file, after === undefined || !known);
        }
        break;
      case 'config':
        config = one.config;
        files = undefined; specs = undefined; entities = undefined;
        calls.clear();
        forget();
        break;
    }
  }

  function snapshot(): Snapshot {
    if (current) return current;
    const all = listed();
    const reused = analysis !== undefined;
    const run = analysis ??= analyse({ sources: watched, files: all, exists, entries: folder => tree.entries(folder), config, entities: readEntities(), dialects: allDialects, libraries: allLibraries });
    run.counts.evaluated = 0;
    run.counts.reused = 0;
    const documents = readSpecs();
    const code = all.filter(isCode);
    const skipped = [...tree.problems(), ...code.flatMap(file => { const reason = sources.skipped(file); return reason === undefined ? [] : [{ file, reason }]; })];
    const input = {
      analysis: run, sources, specs: documents, entities: readEntities(), config, cache, paired, changed, calls, served: code.filter(isServed), exists,
      coverage: { files: code.length, analysed: code.length - skipped.filter(one => isCode(one.file)).length, skipped },
    };
    const model = buildModel(input);
    changed = new Set();
    const findings = findingsOf(model, input);
    stats = { parsed: sources.takeParsed(), endpointsEvaluated: run.counts.evaluated, endpointsReused: run.counts.reused, registrationReused: reused };
    return current = snapshotOf(++version, model, findings, sources.view(), documents, run);
  }

  async function scan(options: Parameters<Workspace['scan']>[0] = {}): Promise<boolean> {
    const all = listed();
    let at = 0;
    let until = performance.now() + SLICE_MS;
    for (const file of all) {
      if (options.signal?.aborted === true) return false;
      if (isCode(file)) sources.specifiers(file);
      else if (isDocument(file)) sources.spec(file);
      at++;
      if (performance.now() < until) continue;
      options.onProgress?.({ done: at, total: all.length, file });
      await new Promise<void>(resolve => { setImmediate(resolve); });
      until = performance.now() + SLICE_MS;
    }
    if (options.signal?.aborted === true) return false;
    options.onProgress?.({ done: all.length, total: all.length, file: '' });
    snapshot();
    return true;
  }

  return { root: tree.root, apply, scan, snapshot, stats: () => stats };
}

function snapshotOf(version: number, model: ApiModel, findings: readonly Finding[], text: (file: string) => string | undefined, specs: readonly SpecFacts[], analysis: Analysis): Snapshot {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = byFile.get(finding.file);
    if (list) list.push(finding); else byFile.set(finding.file, [finding]);
  }
  const facts = (file: string): ModuleFacts | undefined => analysis.program.modules.get(file)?.facts;
  return {
    version, model, findings, findingsOf: file => byFile.get(file) ?? [], filesWithFindings: [...byFile.keys()], text,
    fixes: finding => fixesOf(finding, { model, text, spec: file => specs.find(spec => spec.file === file), facts }),
  };
}
