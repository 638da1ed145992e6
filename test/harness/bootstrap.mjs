// Installs the packages when they are missing or older than the lockfile, so that `npm start` and `npm test` work from a
// fresh clone. Plain Node: nothing is installed yet when this runs.
import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { argv, execPath, exit, platform, versions } from 'node:process';
import { fileURLToPath } from 'node:url';

const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Says why the packages of a folder have to be installed, or null when node_modules matches the lockfile.
 * npm keeps a copy of what it installed in node_modules/.package-lock.json; packages for other platforms are not in it.
 */
export function staleReason(folder) {
  const installedFile = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'no packages are installed';
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.optional || entry.devOptional || entry.link) continue;
    if (installed[path]?.version !== entry.version) return `${path} is not at ${entry.version}`;
  }
  return null;
}

/** Runs `npm ci` in a folder when staleReason says so; throws when npm fails. */
export function ensurePackages(folder) {
  const reason = staleReason(folder);
  if (reason === null) return false;
  console.error(`Installing packages (${reason}) …`);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const result = npm
    ? spawnSync(execPath, [npm, ...args], { cwd: folder, stdio: ['ignore', 2, 2] })
    : spawnSync(platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: folder, stdio: ['ignore', 2, 2], shell: platform === 'win32' });
  if (result.status !== 0) throw new Error(`npm ci failed in ${folder} (exit ${result.status ?? result.signal ?? result.error?.message}).`);
  return true;
}

if (resolve(argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  if (Number(versions.node.split('.')[0]) < 20) {
    console.error(`Routewarden needs Node 20 or newer; this is ${versions.node}.`);
    exit(2);
  }
  try {
    ensurePackages(projectRoot);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    exit(2);
  }
}
