// `npm start [-- <folder>]`: builds, prints findings and inventory of the bundled sample API or of a folder, and, on a terminal, opens a
// real editor on it: the desktop VS Code if there is one, else code-server on a loopback port.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCodeServer, projectRoot } from '../editor/code-server.mjs';
import { sampleProject } from '../editor/sample.mjs';

const usage = 'npm start                  analyse the bundled sample API, then open an editor on it (on a terminal)\n'
  + 'npm start -- <folder>      the same for any folder\n'
  + 'npm start -- --no-editor   end after the report';

/** Ends with a sentence for the user. */
function fail(message) {
  console.error(message);
  process.exit(2);
}

/** The arguments, or the end with the usage. */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' }, 'no-editor': { type: 'boolean' } } });
    if (positionals.length > 1) throw new Error('Give one folder at most.');
    return { ...values, folder: positionals[0] };
  } catch (error) {
    return fail(`${error.message}\n\n${usage}`);
  }
}

/** Runs a Node script of the project and gives its exit code. */
function node(...args) {
  const result = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] });
  return result.status ?? 2;
}

/** The desktop VS Code on the PATH, where there is a display to show it. */
function desktopEditor() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY && !process.env.WSL_DISTRO_NAME) return null;
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

/** Opens code-server on a folder, prints its address, and waits for Ctrl+C or for its end. */
async function openInBrowser(folder, scratch) {
  ensureCodeServer();
  const { profileIn, startServer, workbenchUrl } = await import('../editor/workbench.mjs');
  const profile = profileIn(scratch);
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  symlinkSync(projectRoot, join(profile.extensions, `${manifest.publisher}.${manifest.name}-${manifest.version}`));
  const server = await startServer(profile, { idleSeconds: null, askTrust: true });
  console.log(`\nThe editor is at ${workbenchUrl(server.port, folder)}\nOpen it in a browser on this machine; Ctrl+C ends it.`);
  const interrupted = new Promise((done) => ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.once(signal, done)));
  await Promise.race([interrupted, server.ended]);
  await server.stop();
}

const options = readArguments();
if (options.help) {
  console.log(usage);
  process.exit(0);
}
const sample = options.folder === undefined;
// npm runs scripts in the project's folder; INIT_CWD is where the user stands.
const folder = sample ? sampleProject() : resolve(process.env.INIT_CWD ?? process.cwd(), options.folder);
if (!existsSync(folder) || !statSync(folder).isDirectory()) fail(`There is no folder ${folder}.`);

console.error('Building …');
if (node('server/build/build.mjs') !== 0) fail('The build failed; the messages above say where.');

console.log(`\nFindings in ${basename(folder)}\n`);
const checked = node('dist/cli.js', 'check', folder, '--format', 'text', '--fail-on', 'never');
console.log(`\nEndpoints of ${basename(folder)}\n`);
const listed = node('dist/cli.js', 'inventory', folder, '--format', 'table');
if (checked !== 0 || listed !== 0) fail('The analysis could not complete; the messages above say why.');

if (options['no-editor'] || !process.stdout.isTTY || !process.stdin.isTTY) process.exit(0);

const scratch = mkdtempSync(join(tmpdir(), 'routewarden-start-'));
try {
  // A copy, so that trying the fixes does not change the checkout.
  const target = sample ? join(scratch, basename(folder)) : folder;
  if (sample) cpSync(folder, target, { recursive: true });
  const desktop = desktopEditor();
  if (desktop === null) await openInBrowser(target, scratch);
  else {
    console.log(`\nOpening VS Code on ${target}; close its window to end.`);
    const child = spawn(desktop, ['--wait', '--new-window', `--extensionDevelopmentPath=${projectRoot}`, target], { stdio: 'inherit', shell: process.platform === 'win32' });
    await new Promise((done, failed) => child.once('exit', done).once('error', failed));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
