#!/usr/bin/env node
// Takes the command line of the desktop `code` that @vscode/test-electron writes and runs the extension's tests in code-server and a
// headless Chromium instead. Its exit code is that of the tests; 70 to 73 and 124 are failures of the stand itself.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser, profileIn, startServer, workbenchUrl } from './workbench.mjs';

const exitCodes = { broken: 70, serverEnded: 71, browserEnded: 72, extensionHostDied: 73, timeout: 124 };
const timeout = Number(process.env.ROUTEWARDEN_EDITOR_TIMEOUT_MS ?? 300_000);

/** The workbench writes its own log on the same channel as the extension host's console. */
const ownNews = /^(Resolv(ing|ed) connection token|Creating a socket|\[|Updating additional builtin|Started local extension host|Canceled: Canceled|DialogService:|No search provider registered|Ignoring fetching additional builtin)/;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'routewarden-editor-'));
const profile = profileIn(scratch, { userData: values['user-data-dir'], extensions: values['extensions-dir'] });
// What has to be stopped at the end; filled as it starts.
const running = { server: null, browser: null };
let finished = false;

/** Stops everything and ends with a code; the first call wins. */
async function finish(code, reason) {
  if (finished) return;
  finished = true;
  if (reason) console.error(`The editor's stand-in: ${reason}`);
  await Promise.race([running.browser?.close().catch(() => {}), new Promise((done) => setTimeout(done, 5_000))]);
  await running.server?.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => finish(130, `ended by ${signal}`));
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => finish(exitCodes.broken, error?.stack ?? String(error)));
setTimeout(() => finish(exitCodes.timeout, `no result after ${timeout} ms`), timeout).unref();

// When the extension host dies, the workbench reports success; only the server's log tells.
const watchLog = (line) => {
  const match = /Extension Host Process exited with code: (\S+), signal: (\S+?)\.?$/.exec(line);
  if (match && (match[1] !== '0' || match[2] !== 'null')) void finish(exitCodes.extensionHostDied, `the extension host died (code ${match[1]}, signal ${match[2]})`);
};

// Without the smoke-test option a built workbench ignores the paths of the extension and its tests.
const starting = startServer(profile, { extra: ['--vscode-option', 'enable-smoke-test-driver'], onLine: watchLog });
const { browser, page } = await launchBrowser();
running.browser = browser;
page.on('crash', () => finish(exitCodes.browserEnded, 'the page crashed'));
browser.on('disconnected', () => finish(exitCodes.browserEnded, 'the browser ended'));
await page.exposeFunction('codeAutomationLog', (type, args) => {
  if (typeof args[0] === 'string') {
    if (/^\[remote-connection\]\[ExtensionHost\].*reconnect/.test(args[0])) void finish(exitCodes.extensionHostDied, 'the connection to the extension host was lost');
    if (ownNews.test(args[0])) return;
  }
  if (type === 'warn' || type === 'error') console.error(...args);
  else console.log(...args);
});
await page.exposeFunction('codeAutomationExit', (code) => finish(code));
const server = await starting;
running.server = server;
void server.ended.then((how) => finish(exitCodes.serverEnded, `code-server ended (${how}):\n${server.log()}`));

const remote = (path) => `vscode-remote://127.0.0.1:${server.port}${resolve(path)}`;
const payload = [['skipWelcome', 'true'], ['skipReleaseNotes', 'true']];
for (const path of values.extensionDevelopmentPath ?? []) payload.push(['extensionDevelopmentPath', remote(path)]);
if (values.extensionTestsPath) payload.push(['extensionTestsPath', remote(values.extensionTestsPath)]);
// The value of an option that is not known here lands among the positionals, too; the folder comes last.
const target = positionals.filter((path) => existsSync(path)).at(-1);
await page.goto(workbenchUrl(server.port, target, payload));
