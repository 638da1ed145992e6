import { resolve } from 'node:path';
import type { Snapshot, Workspace } from '../engine/api';
import { checks } from '../checks/index.generated';
import { loadConfig } from '../host/config';
import { resolveTargets } from '../host/targets';
import { openTree, type DiskTree } from '../host/tree';
import { version } from '../host/version';
import { writeReport, writeSource } from '../host/write';
import type { ApiModel } from '../model/api';
import type { Finding, Severity } from '../model/finding';
import { oneLine } from '../reports/escape';
import { checkFormats, inventoryFormats } from '../reports/formats';
import { counted, type Display, type Tool } from '../reports/report';
import type { RuleInfo } from '../reports/rule';
import { readArguments, type CommonOptions, type FailOn, type Request } from './arguments';
import { applyFixes, type Commit } from './fixing';
import { startProgress } from './progress';
import type { World } from './world';

/** The program's name and version, as reports carry them. */
const tool: Tool = { name: 'routewarden', version };

/** A command that could not do its work: one sentence, exit code 2. */
type Stopped = { readonly ok: false; readonly problem: string };
interface Analysis { readonly ok: true; readonly tree: DiskTree; readonly workspace: Workspace; readonly snapshot: Snapshot; readonly inPart: (file: string) => boolean; readonly whole: boolean }

/** Runs one command line; the result is the exit code. */
export async function runCommand(args: readonly string[], world: World): Promise<0 | 1 | 2> {
  const request = readArguments(args, version);
  try {
    switch (request.kind) {
      case 'print':
        await world.stdout.write(request.text);
        return 0;
      case 'usage': return await stop(world, request.message);
      case 'lsp':
        await world.startServer();
        return 0;
      case 'explain': return await explain(request, world);
      case 'check': case 'inventory': return await report(request, world);
    }
  } catch (error) {
    return stop(world, `The analysis did not complete: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function stop(world: World, sentence: string): Promise<2> {
  await world.stderr.write(`routewarden: ${oneLine(sentence)}\n`);
  return 2;
}

async function report(request: Extract<Request, { kind: 'check' | 'inventory' }>, world: World): Promise<0 | 1 | 2> {
  const analysis = await analyse(request, world);
  if (!analysis.ok) return stop(world, analysis.problem);
  const { tree, workspace, inPart } = analysis;
  const note = async (text: string): Promise<void> => { if (!request.quiet) await world.stderr.write(`${oneLine(text)}\n`); };
  const shownFindings = ({ findings }: Snapshot): readonly Finding[] => findings.filter(({ file }) => inPart(file));
  const display = displayOf(request, world);

  let { snapshot } = analysis;
  let text: string;
  let problems: readonly string[] = [];
  if (request.kind === 'inventory') {
    text = inventoryFormats[request.format]({ tool, root: tree.root, model: analysis.whole ? snapshot.model : partOf(snapshot.model, inPart), findings: shownFindings(snapshot) }, display);
  } else if (request.fix === 'show') {
    text = await diffOfFixes(analysis, note);
  } else {
    if (request.fix === 'apply') {
      const fixed = applyFixes(workspace, ({ file }) => inPart(file), onDisk(tree, workspace));
      snapshot = workspace.snapshot();
      problems = fixed.problems;
      await note(`${counted(fixed.findings, 'finding')} fixed in ${counted(fixed.files.length, 'file')}.`);
    }
    const { coverage, endpoints } = snapshot.model;
    const model = analysis.whole ? snapshot.model : partOf(snapshot.model, inPart);
    text = checkFormats[request.format]({
      tool, root: tree.root, findings: shownFindings(snapshot), fixes: finding => snapshot.fixes(finding), rules: rules(),
      coverage: analysis.whole ? coverage : model.coverage, endpoints: analysis.whole ? endpoints.length : model.endpoints.length,
    }, display);
  }

  const refused = await deliver(text, request, world);
  if (refused !== null) return stop(world, refused);
  const [problem] = problems;
  if (problem !== undefined) return stop(world, problems.length === 1 ? problem : `${problem} ${counted(problems.length - 1, 'more file')} could not be changed either.`);
  return reaches(shownFindings(snapshot), request.failOn) ? 1 : 0;
}

/** The page of a check, or the proof chain of the endpoints that have an id. */
async function explain(request: Extract<Request, { kind: 'explain' }>, world: World): Promise<0 | 2> {
  const { subject } = request;
  const { endpointsLike, endpointsNamed, explainEndpoint, explainRule } = await import('../reports/explain');
  const display = displayOf(request, world);
  let text: string;
  const check = checks.find(({ id }) => id === subject);
  if (check !== undefined) text = explainRule({ ...check, url: null }, display);
  else if (!/^\S+\s+\S/.test(subject)) return stop(world, `${subject} is no check of this version; give the id of a check, such as auth/missing-authentication, or an endpoint, such as "GET /users/{id}".`);
  else {
    const analysis = await analyse(request, world);
    if (!analysis.ok) return stop(world, analysis.problem);
    const { model, findings } = analysis.snapshot;
    const found = endpointsNamed(model, subject);
    if (found.length === 0) {
      const near = endpointsLike(model, subject);
      return stop(world, `There is no endpoint ${subject}; ${near.length === 0 ? 'the command inventory lists them all.' : `did you mean ${near.join(' or ')}?`}`);
    }
    text = found.map(endpoint => explainEndpoint(endpoint, model, findings, display)).join('\n');
  }
  const refused = await deliver(text, request, world);
  return refused === null ? 0 : stop(world, refused);
}

/** How a report meets its reader. */
function displayOf(request: CommonOptions, world: World): Display {
  return request.output === undefined ? { colour: world.stdout.colour, width: world.stdout.terminal ? world.stdout.columns : null } : { colour: false, width: null };
}

/** Writes a report to where it was asked for; a sentence when that cannot be done. */
async function deliver(text: string, request: CommonOptions, world: World): Promise<string | null> {
  if (request.output === undefined || request.output === '-') { await world.stdout.write(text); return null; }
  const refused = writeReport(resolve(world.cwd, request.output), text);
  if (refused === null && !request.quiet) await world.stderr.write(`${oneLine(`The report is in ${request.output}.`)}\n`);
  return refused;
}

/** Opens the files, reads the configuration and analyses everything. */
async function analyse(request: CommonOptions, world: World): Promise<Analysis | Stopped> {
  const targets = resolveTargets(request.paths, world.cwd);
  if (!targets.ok) return targets;
  const { root, parts } = targets;
  const loaded = await loadConfig({ root, cwd: world.cwd, file: request.config, preset: request.preset, checks: checks.map(({ id }) => id) });
  if (!loaded.ok) {
    const [first, ...more] = loaded.problems;
    return { ok: false, problem: `${first?.message ?? 'The configuration is not valid.'}${more.length === 0 ? '' : ` There ${more.length === 1 ? 'is' : 'are'} ${counted(more.length, 'more problem')} in it.`}` };
  }
  const opened = openTree(root, { exclude: loaded.config.exclude });
  if (!opened.ok) return opened;
  const { tree } = opened;
  const workspace = await world.createWorkspace(tree, loaded.config);
  const progress = startProgress(world, request.quiet);
  const complete = await workspace.scan({ onProgress: progress.show });
  const snapshot = workspace.snapshot();
  await progress.end();
  if (!complete) return { ok: false, problem: `The analysis of ${root} was interrupted; nothing is reported, because it would look complete.` };
  const inPart = (file: string): boolean => parts.length === 0 || parts.some(part => file === part || file.startsWith(`${part}/`));
  return { ok: true, tree, workspace, snapshot, inPart, whole: parts.length === 0 };
}

/** The part of a model that some files are about. An endpoint belongs to where it is registered and to where it is handled. */
function partOf(model: ApiModel, inPart: (file: string) => boolean): ApiModel {
  const endpoints = model.endpoints.filter(({ file, handler }) => inPart(file) || (handler !== null && inPart(handler.file)));
  const applications = new Set(endpoints.map(({ application }) => application));
  return {
    ...model,
    endpoints,
    applications: model.applications.filter(({ id }) => applications.has(id)),
    operations: model.operations.filter(({ document }) => inPart(document)),
    coverage: {
      ...model.coverage,
      skipped: model.coverage.skipped.filter(({ file }) => inPart(file)),
      unresolved: model.coverage.unresolved.filter(({ file }) => inPart(file)),
    },
  };
}

const weights: Readonly<Record<Severity, number>> = { hint: 0, info: 1, warning: 2, error: 3 };

/** Whether a finding that is not suppressed is as heavy as the limit. */
function reaches(findings: readonly Finding[], failOn: FailOn): boolean {
  return failOn !== 'never' && findings.some(({ suppressed, severity }) => suppressed === null && weights[severity] >= weights[failOn]);
}

/** What reports say about the checks. Their pages come with the product and have no address on the web. */
function rules(): readonly RuleInfo[] {
  return checks.map(({ id, title, why, remedy, severity, owasp, cwe }) => ({ id, title, why, remedy, severity, owasp, cwe, url: null }));
}

/** Repairs written to the files, unless a file has changed since it was analysed. */
function onDisk(tree: DiskTree, workspace: Workspace): Commit {
  return (texts, before) => {
    const failed = [...texts].flatMap(([file, text]) => {
      const now = tree.read(file);
      const problem = now.kind !== 'text' || now.text !== before.text(file) ? `${file} was not changed: it is not what it was when it was analysed.` : writeSource(tree.root, file, text);
      return problem === null ? [] : [{ file, problem }];
    });
    tree.invalidate([...texts.keys()]);
    workspace.apply([{ kind: 'disk', files: [...texts.keys()] }]);
    return failed;
  };
}

/** The diff that `--fix` would write; the repairs only happen in memory. */
async function diffOfFixes({ workspace, snapshot: before, inPart }: Analysis, note: (text: string) => Promise<void>): Promise<string> {
  const fixed = applyFixes(workspace, ({ file }) => inPart(file), (texts) => {
    workspace.apply([...texts].map(([file, text]) => ({ kind: 'open', file, text })));
    return [];
  });
  const after = workspace.snapshot();
  await note(`${counted(fixed.findings, 'finding')} would be fixed in ${counted(fixed.files.length, 'file')}; nothing was written.`);
  const { unifiedDiff } = await import('../reports/unified-diff');
  return unifiedDiff(fixed.files.map(file => ({ file, before: before.text(file) ?? '', after: after.text(file) ?? '' })));
}
