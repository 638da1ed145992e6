import { describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { folderWith } from '../host/folder';
import { notes, sample } from './sample';
import { able, startSession, told, until } from './session';
import { standIn } from './stand-in';

interface Progress { readonly token: string; readonly value?: { readonly kind: string; readonly title?: string; readonly message?: string; readonly percentage?: number; readonly cancellable?: boolean } }

describe('the first scan', () => {
  it('tells its progress and its result', async () => {
    const engine = standIn();
    let release = (): void => {};
    engine.hold = new Promise((done) => { release = done; });
    const session = await startSession(folderWith({ 'a.ts': 'BAD\n', 'b.ts': 'HUSH\n' }), { services: { createWorkspace: engine.createWorkspace } });
    const progress = session.progress as Progress[];
    await until('a progress bar', () => progress.some(({ value }) => value?.kind === 'begin'));
    expect(progress.find(({ value }) => value?.kind === 'begin')?.value).toMatchObject({ title: 'Routewarden', cancellable: true });
    expect(session.statuses).toEqual([{ phase: 'scanning', files: 0, endpoints: 0, findings: 0 }]);
    // Who asks meanwhile waits for the answer.
    let answered = false;
    const pull = session.diagnostics('a.ts').then((found) => { answered = true; return found; });
    await new Promise(done => setTimeout(done, 50));
    expect(answered).toBe(false);
    release();
    expect(await pull).toHaveLength(1);
    await until('the end', () => progress.at(-1)?.value?.kind === 'end');
    await until('the status', () => session.statuses.at(-1)?.phase === 'ready');
    expect(session.statuses.at(-1)).toEqual({ phase: 'ready', files: 2, endpoints: 0, findings: 1 });
  });

  it('can be cancelled; nothing half-read is shown, and the inventory reads it after all', async () => {
    const engine = standIn();
    engine.hold = new Promise(() => {});
    const session = await startSession(folderWith({ 'a.ts': 'BAD\n' }), { services: { createWorkspace: engine.createWorkspace } });
    const progress = session.progress as Progress[];
    await until('a progress bar', () => progress.some(({ value }) => value?.kind === 'begin'));
    await session.connection.sendNotification('window/workDoneProgress/cancel', { token: progress[0]?.token });
    expect(await session.diagnostics('a.ts')).toEqual([]);
    expect((await session.workspace()).items).toEqual([]);
    expect([await session.actions('a.ts', { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }), await session.hover('a.ts', { line: 0, character: 1 })]).toEqual([[], null]);
    expect(engine.snapshots).toBe(0);
    engine.hold = undefined;
    await session.connection.sendRequest('routewarden/inventory', { format: 'csv' });
    expect(await session.diagnostics('a.ts')).toHaveLength(1);
  });

  it('does not hold up whoever gives up waiting', async () => {
    const engine = standIn();
    engine.hold = new Promise(() => {});
    const session = await startSession(folderWith({ 'a.ts': 'BAD\n' }), { services: { createWorkspace: engine.createWorkspace } });
    for (const [method, params] of [
      ['textDocument/diagnostic', { textDocument: { uri: session.uri('a.ts') } }], ['workspace/diagnostic', { previousResultIds: [] }], ['routewarden/inventory', { format: 'json' }],
      ['textDocument/hover', { textDocument: { uri: session.uri('a.ts') }, position: { line: 0, character: 0 } }],
    ] as const) {
      const source = new CancellationTokenSource();
      const request = session.connection.sendRequest(method, params, source.token);
      source.cancel();
      await expect(request, method).rejects.toMatchObject({ code: -32800 });
    }
  });

  it('works for clients that show no progress', async () => {
    const session = await startSession(sample(), { capabilities: { ...able, window: {} } });
    expect(told(await session.diagnostics(notes))).toHaveLength(2);
    expect(session.progress).toEqual([]);
  });
});

describe('the status', () => {
  it('follows what is typed', async () => {
    const session = await startSession(sample());
    session.open(notes);
    await until('the first status', () => session.statuses.at(-1)?.phase === 'ready');
    expect(session.statuses.at(-1)).toEqual({ phase: 'ready', files: 5, endpoints: 6, findings: 3 });
    const count = session.statuses.length;
    session.type(notes, "notes.delete('/:id', async", "notes.delete('/:id', requireUser, async");
    await until('the next status', () => session.statuses.at(-1)?.findings === 2);
    expect(session.statuses.length).toBe(count + 1);
  });
});

describe('the inventory', () => {
  it('is what the command line writes, in the three formats', async () => {
    const session = await startSession(sample());
    const ask = (format: string): Promise<{ text: string; endpoints: number }> => session.connection.sendRequest('routewarden/inventory', { format });
    const json = await ask('json');
    expect(json.endpoints).toBe(6);
    const endpoints = (JSON.parse(json.text) as { endpoints: { id: string; findings: string[] }[] }).endpoints;
    expect(endpoints.map(({ id }) => id)).toEqual(['GET /health', 'GET /notes', 'POST /notes', 'GET /notes/export', 'DELETE /notes/{id}', 'GET /users/{id}']);
    expect(endpoints.find(({ id }) => id === 'DELETE /notes/{id}')?.findings).toEqual(['auth/missing-authentication']);
    expect((await ask('csv')).text.split('\r\n')).toHaveLength(8);
    expect((await ask('markdown')).text).toMatch(/^# API inventory\n/);
  });

  it('says what is wrong with a question that it cannot answer', async () => {
    const session = await startSession(sample());
    await expect(session.connection.sendRequest('routewarden/inventory', { format: 'xml' })).rejects.toThrow('There is no inventory format "xml"; ask for json, csv, markdown.');
    await expect(session.connection.sendRequest('routewarden/inventory', null)).rejects.toThrow('no inventory format');
    const nobody = await startSession(sample(), { folders: [] });
    await expect(nobody.connection.sendRequest('routewarden/inventory', { format: 'json' })).rejects.toThrow('No folder is open');
  });

  it('is of the folder that is named when there are several', async () => {
    const [one, two] = [sample(), folderWith({ 'a.ts': '' })];
    const session = await startSession(one, { folders: [one, two] });
    await expect(session.connection.sendRequest('routewarden/inventory', { format: 'json' })).rejects.toThrow('Several folders are open');
    const ask = (folder: string): Promise<{ endpoints: number }> => session.connection.sendRequest('routewarden/inventory', { format: 'json', folder });
    expect((await ask(session.uri(notes))).endpoints).toBe(6);
    expect((await ask(`file://${two}`)).endpoints).toBe(0);
    await expect(ask('file:///elsewhere')).rejects.toThrow('is not an open folder');
  });
});

describe('clients that do not ask for diagnostics', () => {
  it('get them, and again what changed', async () => {
    const session = await startSession(sample(), { capabilities: {} });
    expect(session.initialized.capabilities.diagnosticProvider).toBeUndefined();
    await until('the diagnostics', () => session.published.size === 2);
    expect(told(session.published.get(session.uri(notes)) ?? [])).toEqual(['16:1 auth/missing-authentication', '21:1 drift/unregistered-endpoint']);
    session.open(notes);
    session.type(notes, "notes.delete('/:id', async", "notes.delete('/:id', requireUser, async");
    await until('the next', () => session.published.get(session.uri(notes))?.length === 1);
    session.type(notes, "notes.get('/export'", "notes.get('/'");
    await until('nothing more', () => session.published.get(session.uri(notes))?.length === 0);
  });
});
