// Starting and stopping the workbench in a browser: the server side (code-server), the browser side (Chromium) and the address of a page.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium, ensureCodeServer } from './code-server.mjs';

/** A quiet workbench that behaves like the desktop: on the web, files would be saved after a delay. */
const settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
  'editor.minimap.enabled': false,
};

/** More quiet, for tests that type: only our own findings are shown, and what is typed stays as it was typed. */
export const typingSettings = {
  'typescript.validate.enable': false,
  'javascript.validate.enable': false,
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'editor.parameterHints.enabled': false,
};

/** The folders of one run of the workbench; nothing of the user's is read or written. */
export function profileIn(folder, { userData = join(folder, 'user-data'), extensions = join(folder, 'extensions'), more = {} } = {}) {
  mkdirSync(extensions, { recursive: true });
  const file = join(userData, 'User', 'settings.json');
  if (!existsSync(file)) {
    mkdirSync(join(userData, 'User'), { recursive: true });
    writeFileSync(file, JSON.stringify({ ...settings, ...more }, null, 2));
  }
  return { userData, extensions, config: join(folder, 'config.yaml') };
}

/** The environment of the server and so of the extension host: no marketplace, and nothing of an editor this was started from. */
function serverEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_(?!TEST)|ELECTRON_|PORT$|PASSWORD$)/.test(name));
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }) };
}

const profileArguments = (profile) => ['--config', profile.config, '--user-data-dir', profile.userData, '--extensions-dir', profile.extensions];

/** Installs a packaged extension into a profile; throws with the installer's words when it fails. */
export function installExtension(vsix, profile) {
  const { node, entry } = ensureCodeServer();
  const result = spawnSync(node, [entry, ...profileArguments(profile), '--install-extension', vsix], { env: serverEnvironment(), encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${vsix} could not be installed (exit ${result.status}):\n${result.stdout}${result.stderr}`);
}

/**
 * Starts code-server on a free port of 127.0.0.1, in its own process group.
 * @param options.extra more arguments; options.onLine gets every line of its log; options.idleSeconds: it ends by itself after so
 *   long without a browser, in case this process is killed (null: never); options.askTrust: asks before it trusts a folder, for people
 * @returns its port, a function that stops it, its log, and a promise of its end
 */
export async function startServer(profile, { extra = [], onLine, idleSeconds = 90, askTrust = false } = {}) {
  const { node, entry } = ensureCodeServer();
  const child = spawn(node, [
    entry, '--bind-addr', '127.0.0.1:0', '--auth', 'none', ...profileArguments(profile),
    '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened',
    ...(askTrust ? [] : ['--disable-workspace-trust']),
    ...(idleSeconds === null ? [] : ['--idle-timeout-seconds', String(idleSeconds)]),
    ...extra,
  ], { env: serverEnvironment(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const ended = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
  const port = await new Promise((done, fail) => {
    const read = (data) => {
      log = (log + data).slice(-200_000);
      for (const line of String(data).split('\n')) onLine?.(line);
      const match = /listening on https?:\/\/127\.0\.0\.1:(\d+)/.exec(log);
      if (match) done(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => fail(new Error(`code-server ended with ${code}:\n${log}`)));
    setTimeout(() => fail(new Error(`code-server did not start within 60 s:\n${log}`)), 60_000).unref();
  });
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // The group is gone already.
    }
  };
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    signal('SIGTERM');
    await Promise.race([ended, new Promise((done) => setTimeout(done, 3_000))]);
    signal('SIGKILL');
  };
  return { port, stop, ended, log: () => log };
}

/** Starts a fresh headless Chromium that only reaches 127.0.0.1. */
export async function launchBrowser() {
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    headless: true,
    // With Playwright's own handlers this process would end before the server is stopped.
    handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
  await context.route((url) => url.hostname !== '127.0.0.1', (route) => route.abort());
  return { browser, page: await context.newPage() };
}

/** The address of the workbench on a folder or .code-workspace file; without one, an empty window. `payload` is for the test runner. */
export function workbenchUrl(port, target, payload = []) {
  const query = new URLSearchParams();
  if (target) query.set(target.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(target));
  else query.set('ew', 'true');
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}
