// Runs the suite in test/editor/suite inside a real VS Code: a downloaded desktop one where there is a display and a network, else
// code-server. `--results FILE` receives { passed, failed, pending }. VSCODE_EXECUTABLE chooses an editor that is there already.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';
import { ensureChromium, ensureCodeServer, projectRoot } from './code-server.mjs';

const { values } = parseArgs({ options: { results: { type: 'string' }, grep: { type: 'string' } } });

/** Exit codes of the stand-in that speak of a browser that crashed before any test: worth one more try. */
const browserEnded = 72;

/** The executable of an editor; throws with what to install when there is none. */
async function chooseEditor() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  const linux = process.platform === 'linux';
  let reason = 'there is no display for a desktop VS Code';
  if (!linux || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    try {
      return await downloadAndUnzipVSCode({ version: 'stable', timeout: 30_000 });
    } catch (error) {
      reason = `VS Code could not be downloaded (${error instanceof Error ? error.message : error})`;
    }
  }
  if (!linux) throw new Error(`${reason}; install VS Code and set VSCODE_EXECUTABLE to its path.`);
  console.error(`The editor is code-server, because ${reason}.`);
  ensureCodeServer();
  ensureChromium();
  return join(projectRoot, 'test/editor/code-stand-in.mjs');
}

/** Bundles the suite for the extension host; the entry is the file to give to VS Code. */
async function buildSuite() {
  const outdir = join(projectRoot, 'dist/test/editor');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: projectRoot,
    entryPoints: globSync('test/editor/suite/*.ts', { cwd: projectRoot }),
    outdir, bundle: true, platform: 'node', format: 'cjs', target: 'node20',
    external: ['vscode', 'mocha'], sourcemap: 'inline', logLevel: 'warning',
  });
  return join(outdir, 'index.js');
}

/** One run in a fresh profile and a fresh copy of the sample project. Returns the exit code. */
async function runOnce(vscodeExecutablePath, extensionTestsPath, results) {
  const scratch = mkdtempSync(join(tmpdir(), 'routewarden-suite-'));
  const workspace = join(scratch, 'sample');
  cpSync(join(projectRoot, 'test/editor/workspace'), workspace, { recursive: true });
  rmSync(results, { force: true });
  try {
    return await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath,
      extensionTestsEnv: { ROUTEWARDEN_TEST_RESULTS: results, ...(values.grep ? { ROUTEWARDEN_TEST_GREP: values.grep } : {}) },
      launchArgs: [workspace, '--disable-extensions', '--user-data-dir', join(scratch, 'user-data'), '--extensions-dir', join(scratch, 'extensions')],
    });
  } catch (error) {
    const code = Number(/code:? (\d+)/i.exec(String(error))?.[1] ?? error?.code ?? 1);
    if (!existsSync(results)) console.error(error);
    return code || 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

try {
  const editor = await chooseEditor();
  const suite = await buildSuite();
  const results = values.results ?? join(projectRoot, 'dist/test/editor-results.json');
  let code = await runOnce(editor, suite, results);
  if (code === browserEnded && !existsSync(results)) code = await runOnce(editor, suite, results);
  const summary = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : null;
  if (summary !== null) console.log(`editor: ${summary.passed.length} passed, ${summary.failed.length} failed, ${summary.pending.length} pending`);
  process.exit(code);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
