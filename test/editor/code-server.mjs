// A real VS Code workbench from the npm registry alone: code-server with the Node it needs, and Debian's Chromium to show it.
// Used where no desktop VS Code can be had. Everything lands in .vscode-test/, which git ignores.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = join(projectRoot, '.vscode-test');

/** code-server 4.139.1 is VS Code 1.139.1; it refuses to start on another major version of Node than 24. */
const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';
const nodePackage = `node-linux-${process.arch}`;

/** What neither a test nor a look at the workbench ever needs: 100 MB of it. */
const ballast = [
  'node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot', 'extensions/mermaid-markdown-features',
  'extensions/microsoft-authentication',
];

/** The folder that the installed workbench lives in; its name carries the versions, so a change of them installs anew. */
const home = join(cache, `code-server-${codeServerVersion}-node-${nodeVersion}`);

/** The paths of an installed workbench: the Node that runs it and its entry file. */
export const codeServer = {
  node: join(home, 'node_modules', nodePackage, 'bin', 'node'),
  entry: join(home, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
};

/** Runs npm without install scripts in a folder; throws with npm's last words when it fails. */
function npm(folder, env, ...args) {
  const npmFile = process.env.npm_execpath;
  const [command, before] = npmFile ? [process.execPath, [npmFile]] : ['npm', []];
  const result = spawnSync(command, [...before, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.status !== 0) throw new Error(`npm ${args.join(' ')} failed (exit ${result.status}):\n${`${result.stdout}${result.stderr}`.slice(-2000)}`);
}

/** The first of some executables on the PATH, or null. */
function which(...names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

/** Installs code-server unless it is there; about a minute and 500 MB. Throws with what to do when it cannot be installed. */
export function ensureCodeServer() {
  if (existsSync(join(home, 'complete'))) return codeServer;
  if (process.platform !== 'linux') throw new Error('The workbench in a browser is only set up for Linux; install the desktop VS Code instead.');
  console.error(`Installing code-server ${codeServerVersion} for the editor (about a minute, once) …`);
  const building = `${home}.${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  try {
    writeFileSync(join(building, 'package.json'), '{"private":true}\n');
    npm(building, {}, 'install', '--ignore-scripts', `code-server@${codeServerVersion}`, `${nodePackage}@${nodeVersion}`);
    const nodeHome = join(building, 'node_modules', nodePackage);
    const vscode = join(building, 'node_modules', 'code-server', 'lib', 'vscode');
    // code-server's own shrinkwrap pins what is installed here; `npm ci` refuses that file, so it has to be `npm install`.
    const env = { PATH: `${join(nodeHome, 'bin')}${delimiter}${process.env.PATH}`, npm_config_nodedir: nodeHome };
    npm(vscode, env, 'install', '--omit=dev', '--ignore-scripts');
    npm(join(vscode, 'extensions'), env, 'install', '--omit=dev', '--ignore-scripts');
    if (which('g++') && which('make') && which('python3')) {
      npm(vscode, env, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog');
    } else console.error('No C++ compiler: the workbench runs without its native log writer and says so in its log.');
    for (const part of ballast) rmSync(join(vscode, part), { recursive: true, force: true });
    const prebuilds = join(vscode, 'node_modules', 'node-pty', 'prebuilds');
    if (existsSync(prebuilds)) {
      for (const name of readdirSync(prebuilds)) if (name !== `linux-${process.arch}`) rmSync(join(prebuilds, name), { recursive: true, force: true });
    }
    writeFileSync(join(building, 'complete'), '');
    // Another run may have finished first; its folder is as good.
    if (existsSync(join(home, 'complete'))) rmSync(building, { recursive: true, force: true });
    else {
      rmSync(home, { recursive: true, force: true });
      renameSync(building, home);
    }
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    throw new Error(`code-server ${codeServerVersion} could not be installed from the npm registry: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  return codeServer;
}

/**
 * The path of a Chromium or Chrome: CHROMIUM_PATH, one on the PATH, or Debian's package when this is root on Debian.
 * Throws with what to install otherwise.
 */
export function ensureChromium() {
  const found = process.env.CHROMIUM_PATH ?? which('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
  if (found !== null) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('Installing Chromium with apt-get (once) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', 'chromium']]) {
      const result = spawnSync('apt-get', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      if (result.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed (exit ${result.status}):\n${result.stderr.slice(-2000)}`);
    }
    const installed = which('chromium');
    if (installed !== null) return installed;
  }
  throw new Error('The editor tests need a browser: install Chromium (Debian: `apt-get install chromium`) or set CHROMIUM_PATH, or set VSCODE_EXECUTABLE to a desktop VS Code.');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureCodeServer();
  ensureChromium();
}
