// What the engine costs, measured in one run: `npm run bench` over a generated project, `npm run bench -- <folder>` over any other.
// Times differ from machine to machine; the ratios to the floor (only parsing the files that were read) are what to compare.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Workspace } from '../../server/src/engine/api';
import { isCode } from '../../server/src/engine/relevance';
import { createWorkspace } from '../../server/src/engine/workspace';
import { loadConfig } from '../../server/src/host/config';
import { openTree } from '../../server/src/host/tree';
import { lowerModule } from '../../server/src/lower/module';
import { parseSource } from '../../server/src/syntax/source';
import { handlerToEdit, insertAt } from './edits';
import { measure, table, type Row } from './measure';
import { generatedProject } from './project';

/** The keystrokes of one kind. */
const KEYSTROKES = 15;

async function opened(folder: string): Promise<Workspace> {
  const tree = openTree(folder);
  if (!tree.ok) throw new Error(tree.problem);
  const config = await loadConfig({ root: folder });
  if (!config.ok) throw new Error(config.problems.map(problem => problem.message).join('\n'));
  return createWorkspace(tree.tree, config.config);
}

async function cold(folder: string): Promise<Workspace> {
  const workspace = await opened(folder);
  await workspace.scan();
  workspace.snapshot();
  return workspace;
}

/** Measures a folder; the sentences that it gives are what was not as it must be. */
async function bench(folder: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  const rows: Row[] = [];
  let workspace = await opened(folder);
  rows.push(await measure('cold inventory, first in the process', 1, async () => { workspace = await cold(folder); }, { note: 'the engine is not compiled yet' }));
  const firstMemory = process.resourceUsage().maxRSS / 1024;
  const first = workspace.snapshot();
  const parsed = workspace.stats().parsed.filter(isCode);
  const texts = parsed.flatMap(file => { const text = first.text(file); return text === undefined ? [] : [{ file, text }]; });
  const size = texts.reduce((sum, { text }) => sum + text.length, 0);

  const floor = await measure('floor: parsing the same files', 5, () => { for (const { file, text } of texts) parseSource(file, text); });
  rows.push(await measure('parsing and lowering them', 5, () => { for (const { file, text } of texts) lowerModule(file, text); }));
  rows.push(await measure('cold inventory', 3, async () => { workspace = await cold(folder); }));
  rows.push(await measure('the same snapshot again', KEYSTROKES, () => workspace.snapshot()));

  const target = handlerToEdit(workspace.snapshot());
  if (target) {
    const { file, text, offset } = target;
    const ownFloor = (await measure('', KEYSTROKES, () => parseSource(file, text))).ms;
    workspace.apply([{ kind: 'open', file, text }]);
    rows.push(await measure('opening it unchanged: only checks and tables', KEYSTROKES, () => { workspace.apply([{ kind: 'open', file, text }]); workspace.snapshot().findingsOf(file); }, { ownFloor }));
    const before = workspace.snapshot().model.endpoints.length;
    rows.push(await measure('keystroke in a handler', KEYSTROKES, n => {
      workspace.apply([{ kind: 'open', file, text: insertAt(text, offset, ` const typed${n} = ${n};`) }]);
      workspace.snapshot().findingsOf(file);
      const { parsed: again, registrationReused, endpointsEvaluated } = workspace.stats();
      if (again.join() !== file) wrong.push(`A keystroke in a handler of ${file} read ${again.join(', ') || 'nothing'}, but only that file changed.`);
      if (!registrationReused) wrong.push(`A keystroke in a handler of ${file} ran all modules again.`);
      if (endpointsEvaluated > Math.max(1, before / 10)) wrong.push(`A keystroke in one handler of ${file} judged ${endpointsEvaluated} endpoints again.`);
    }, { ownFloor, note: `${file}, ${target.endpoints} endpoints` }));
    rows.push(await measure('keystroke at its top level', 5, n => {
      workspace.apply([{ kind: 'open', file, text: `${text}\nconst typed${n} = ${n};\n` }]);
      workspace.snapshot().findingsOf(file);
      const again = workspace.stats().parsed;
      if (again.join() !== file) wrong.push(`A keystroke at the top level of ${file} read ${again.join(', ') || 'nothing'}, but only that file changed.`);
    }, { ownFloor }));
    workspace.apply([{ kind: 'close', file }]);
    if (workspace.snapshot().model.endpoints.length !== before) wrong.push(`${file} has other endpoints after it was closed unchanged.`);
  }

  const document = workspace.snapshot().model.documents[0]?.file;
  const content = document === undefined ? undefined : workspace.snapshot().text(document);
  if (document !== undefined && content !== undefined) {
    rows.push(await measure('keystroke in an OpenAPI document', KEYSTROKES, n => {
      workspace.apply([{ kind: 'open', file: document, text: document.endsWith('.json') ? content + ' '.repeat(n + 1) : `${content}\n# ${n}\n` }]);
      workspace.snapshot().findingsOf(document);
      const again = workspace.stats().parsed;
      if (again.join() !== document) wrong.push(`A keystroke in ${document} read ${again.join(', ') || 'nothing'}, but only that file changed.`);
    }, { note: `${document}, ${(content.length / 1024).toFixed(0)} KB` }));
  }

  const { coverage, endpoints } = first.model;
  const kilobytes = (size / 1024).toFixed(0);
  console.log(`${coverage.files} code files, of which ${texts.length} (${kilobytes} KB) were parsed; ${endpoints.length} endpoints, ${first.findings.length} findings, ${coverage.unresolved.length} places not resolved.\n`);
  console.log(table([floor, ...rows]));
  console.log(`\nPeak memory ${firstMemory.toFixed(0)} MB after the first inventory, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at the end.`);
  console.log(`Load average ${loadavg().map(load => load.toFixed(2)).join(' ')}, Node ${process.versions.node}.`);
  return [...new Set(wrong)];
}

function generate(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'routewarden-bench-')));
  for (const [file, text] of Object.entries(generatedProject())) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const asked = process.argv[2];
const folder = asked === undefined ? generate() : resolve(asked);
try {
  const wrong = await bench(folder);
  for (const sentence of wrong) console.error(sentence);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  if (asked === undefined) rmSync(folder, { recursive: true, force: true });
}
