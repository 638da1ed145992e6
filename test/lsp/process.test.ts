import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-languageserver/node';
import { notes, sample } from './sample';
import { able, told } from './session';

/** The server as the process that editors start: bundled as the product is, with the files that come with it beside it. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'routewarden-server-'));
const program = join(folder, 'dist/server.js');
// Each test starts a Node of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });
let inputs: Metafile['inputs'] = {};

beforeAll(async () => {
  mkdirSync(join(folder, 'dist'));
  symlinkSync(join(root, 'server'), join(folder, 'server'));
  const common: BuildOptions = { absWorkingDir: root, bundle: true, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], logLevel: 'error', minify: true };
  inputs = (await build({ ...common, entryPoints: ['server/src/lsp/main.ts'], outfile: program, metafile: true })).metafile.inputs;
  // The command line is only asked to start the server that stands beside it.
  await build({ ...common, entryPoints: ['server/src/cli/main.ts'], outfile: join(folder, 'dist/cli.js'), external: ['typescript'] });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ended = (child: ChildProcess): Promise<number | null> => new Promise(done => child.once('exit', done));

/** A server that speaks over its standard streams. */
function start(args: readonly string[] = [program, '--stdio']): { readonly child: ChildProcess; readonly connection: MessageConnection } {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => { child.kill('SIGKILL'); });
  if (child.stdout === null || child.stdin === null) throw new Error('no streams');
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  listen(connection);
  return { child, connection };
}

function listen(connection: MessageConnection): void {
  for (const method of ['window/workDoneProgress/create', 'client/registerCapability', 'workspace/diagnostic/refresh']) connection.onRequest(method, () => null);
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.onError(() => undefined);
  connection.listen();
}

async function initialize(connection: MessageConnection, workspace: string, processId: number | null = null): Promise<void> {
  await connection.sendRequest('initialize', { processId, rootUri: null, capabilities: able, workspaceFolders: [{ uri: pathToFileURL(workspace).href, name: 'sample' }] });
  await connection.sendNotification('initialized', {});
}

interface Report { readonly items: Parameters<typeof told>[0] }
const pull = async (connection: MessageConnection, workspace: string): Promise<Report['items']> =>
  (await connection.sendRequest<Report>('textDocument/diagnostic', { textDocument: { uri: pathToFileURL(join(workspace, notes)).href } })).items;

describe('the server as a process', () => {
  it('speaks over standard streams, with pages and schemas that come with it', async () => {
    const workspace = sample();
    const { child, connection } = start();
    await initialize(connection, workspace);
    const found = await pull(connection, workspace);
    expect(told(found)).toEqual(['16:1 auth/missing-authentication', '21:1 drift/unregistered-endpoint']);
    expect(found[0]?.codeDescription?.href).toBe(pathToFileURL(join(folder, 'server/docs/checks/auth/missing-authentication.md')).href);
    const uri = pathToFileURL(join(workspace, 'openapi.yaml')).href;
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text: 'openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths: {}\nwrong: 1\n' } });
    const report = await connection.sendRequest<Report>('textDocument/diagnostic', { textDocument: { uri } });
    expect(report.items.map(({ source, range }) => [source, range.start.line])).toEqual([['OpenAPI', 3]]);
    const end = ended(child);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await end).toBe(0);
  });

  it('is what the command line starts', async () => {
    const workspace = sample();
    const { child, connection } = start([join(folder, 'dist/cli.js'), 'lsp', '--stdio']);
    await initialize(connection, workspace);
    expect(told(await pull(connection, workspace))).toHaveLength(2);
    const end = ended(child);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await end).toBe(0);
  });

  it('speaks over Node\'s own channel, as VS Code starts it', async () => {
    const workspace = sample();
    const child = fork(program, ['--node-ipc'], { stdio: 'pipe' });
    onTestFinished(() => { child.kill('SIGKILL'); });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    listen(connection);
    await initialize(connection, workspace);
    expect(told(await pull(connection, workspace))).toHaveLength(2);
  });

  it('survives requests that make no sense', async () => {
    const workspace = sample();
    const { child, connection } = start();
    await initialize(connection, workspace);
    const uri = pathToFileURL(join(workspace, notes)).href;
    for (const [method, params] of [
      ['textDocument/diagnostic', {}], ['textDocument/codeAction', { textDocument: { uri } }], ['textDocument/hover', { textDocument: null }],
      ['codeAction/resolve', null], ['workspace/diagnostic', null], ['routewarden/inventory', []], ['textDocument/completion', {}], ['nothing/known', {}],
    ] as const) await expect(connection.sendRequest(method, params), method).rejects.toMatchObject({ code: expect.any(Number) as unknown });
    for (const [method, params] of [
      ['textDocument/didOpen', {}], ['textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: 'x' }] }], ['workspace/didChangeWatchedFiles', {}],
      ['workspace/didChangeConfiguration', null], ['textDocument/didClose', { textDocument: { uri: 'file:///nowhere' } }], ['workspace/didChangeWorkspaceFolders', {}],
    ] as const) await connection.sendNotification(method, params);
    // Far outside of the text is no place, and no reason to fall over.
    expect(await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 1e9, character: -5 } })).toBeNull();
    // A body that is no JSON.
    child.stdin?.write('Content-Length: 9\r\n\r\n{"no json');
    expect(told(await pull(connection, workspace))).toHaveLength(2);
    expect(child.exitCode).toBeNull();
  });

  it('ends with the client', async () => {
    const { child, connection } = start();
    await initialize(connection, sample());
    const end = ended(child);
    child.stdin?.end();
    expect(await end).not.toBeNull();
  });

  it('ends when the process that it was started for is gone', async () => {
    const editor = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    onTestFinished(() => { editor.kill('SIGKILL'); });
    const { child, connection } = start();
    await initialize(connection, sample(), editor.pid);
    const end = ended(child);
    editor.kill('SIGKILL');
    expect(await end).not.toBeNull();
  });

  it('loads nothing heavy before it is needed: not for the answer to the first request', () => {
    const loaded = new Set<string>();
    const load = (path: string): void => {
      if (loaded.has(path)) return;
      loaded.add(path);
      for (const { path: next, kind, external } of inputs[path]?.imports ?? []) if (kind !== 'dynamic-import' && external !== true) load(next);
    };
    load('server/src/lsp/main.ts');
    expect([...loaded].filter(path => path.includes('vscode-languageserver')).length).toBeGreaterThan(10);
    // What `exclude` means is the engine's word, and a few lines.
    expect([...loaded].filter(path => /node_modules\/(typescript|yaml|yaml-language-server|ajv|prettier|@typescript-eslint)\/|server\/src\/(engine\/(?!excluded)|evaluate|syntax\/source|checks)/.test(path))).toEqual([]);
  });
});
