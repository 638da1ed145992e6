// `npm test`: every stage in order, each counted, ended by the line `N passed, N failed`.
// `npm test -- types lint` runs the named stages only; the summary says which were left out.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './bootstrap.mjs';
import { addTallies, tallyMocha, tallyVitest } from './tally.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'routewarden-test-'));
const bin = (name, ...path) => join(root, 'node_modules', name, ...path);

/** Runs a Node script of the project with inherited output; true when it exits with 0. */
function node(...args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/** A stage that is one test: it passes or it fails. */
const single = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, notes: [] });

/** Runs vitest with a config and tallies its JSON report per group of files. */
function vitest(name, config, groupOf) {
  const report = join(scratch, `${name}.json`);
  const ended = node(bin('vitest', 'vitest.mjs'), 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  if (!existsSync(report)) return { [name]: { passed: 0, failed: 1, notes: ['vitest wrote no report'] } };
  return tallyVitest(JSON.parse(readFileSync(report, 'utf8')), (file) => groupOf(relative(root, file).split(sep).join('/')), ended);
}

/** Reads what a mocha run left behind; a run without a report is one failure. */
function mocha(script, report) {
  const ended = node(script, '--results', report);
  if (!existsSync(report)) return { passed: 0, failed: 1, notes: [`${script} wrote no results`] };
  return tallyMocha(JSON.parse(readFileSync(report, 'utf8')), ended);
}

/** The stages in order: name → tallies by label. */
const stages = {
  build: () => ({ build: single(node('server/build/build.mjs')) }),
  types: () => ({ types: single(node(bin('typescript', 'bin', 'tsc'), '-p', '.', '--noEmit')) }),
  lint: () => ({ lint: single(node(bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0')) }),
  unit: () => vitest('unit', 'vitest.config.mts', (file) => /^test\/([^/]+)\//.exec(file)?.[1] ?? 'unit'),
};
if (existsSync(join(root, 'test/oracles/package.json'))) {
  stages.oracles = () => {
    ensurePackages(join(root, 'test/oracles'));
    return vitest('oracles', 'test/oracles/vitest.config.mts', () => 'oracles');
  };
}
if (existsSync(join(root, 'test/editor/run.mjs'))) {
  stages.editor = () => ({ editor: mocha('test/editor/run.mjs', join(scratch, 'editor.json')) });
}
if (existsSync(join(root, 'test/editor/ui.mjs'))) {
  stages.ui = () => ({ 'editor ui': mocha('test/editor/ui.mjs', join(scratch, 'ui.json')) });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}; the stages are ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}

const rows = [];
for (const [name, run] of Object.entries(stages)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}`);
  const started = performance.now();
  let tallies;
  try {
    tallies = run();
  } catch (error) {
    tallies = { [name]: { passed: 0, failed: 1, notes: [error instanceof Error ? error.message : String(error)] } };
  }
  rows.push({ name, tallies, seconds: (performance.now() - started) / 1000 });
}
rmSync(scratch, { recursive: true, force: true });

console.log(`\n── summary ${'─'.repeat(63)}`);
for (const { name, tallies, seconds } of rows) {
  console.log(`${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s`);
  for (const [label, tally] of Object.entries(tallies)) {
    console.log(`  ${label.padEnd(18)} ${String(tally.passed).padStart(5)} passed ${String(tally.failed).padStart(4)} failed`);
    for (const note of tally.notes) console.log(`    ${note}`);
  }
}
const left = Object.keys(stages).filter((name) => !rows.some((row) => row.name === name));
if (left.length > 0) console.log(`Left out on request: ${left.join(', ')}.`);
const total = addTallies(rows.flatMap((row) => Object.values(row.tallies)));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
