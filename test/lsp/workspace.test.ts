import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { addFiles, folderWith } from '../host/folder';
import { notes, sample, users } from './sample';
import { able, startSession, told, until, type Session } from './session';
import { standIn } from './stand-in';

const guarded = (text: string): string => text.replace("notes.delete('/:id', async", "notes.delete('/:id', requireUser, async");
const files = async (session: Session): Promise<string[]> => (await session.workspace()).items.filter(item => item.kind === 'full' && item.items.length > 0).map(({ uri }) => uri.slice(session.uri('/').length));

describe('changes on disk', () => {
  it('are seen: a file changed, created and deleted by another program', async () => {
    const root = sample();
    const session = await startSession(root);
    await until('the watchers', () => session.registered.includes('workspace/didChangeWatchedFiles'));
    expect(told(await session.diagnostics(notes))[0]).toBe('16:1 auth/missing-authentication');
    addFiles(root, { [notes]: guarded(session.open(notes).getText()) });
    session.close(notes);
    session.changed(notes);
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);

    addFiles(root, { 'src/routes/tags.ts': "import { Router } from 'express';\nimport { db } from '../db';\nexport const tags = Router();\ntags.delete('/:id', async (req, res) => { await db.note.delete({ where: { id: 1 } }); res.end(); });\n" });
    session.changed('src/routes/tags.ts');
    session.open('src/app.ts');
    session.type('src/app.ts', "import { users }", "import { tags } from './routes/tags';\nimport { users }");
    session.type('src/app.ts', "app.use('/users', users);", "app.use('/users', users);\napp.use('/tags', tags);");
    expect(await files(session)).toContain('src/routes/tags.ts');

    rmSync(join(root, users));
    session.changed(users);
    expect(await files(session)).not.toContain(users);
  });

  it('are seen when a whole folder goes or comes under one event, as git does it', async () => {
    const root = sample();
    const session = await startSession(root);
    expect(await files(session)).toEqual([notes, users]);
    renameSync(join(root, 'src/routes'), join(root, 'routes.away'));
    session.changed('src/routes');
    expect(await files(session)).toEqual([]);
    renameSync(join(root, 'routes.away'), join(root, 'src/routes'));
    session.changed('src/routes');
    expect(await files(session)).toEqual([notes, users]);
  });

  it('do not win over what is typed', async () => {
    const root = sample();
    const session = await startSession(root);
    const text = session.open(notes).getText();
    session.type(notes, "notes.delete('/:id', async", "notes.delete('/:id', requireUser, async");
    await session.diagnostics(notes);
    addFiles(root, { [notes]: `\n\n${text}` });
    session.changed(notes);
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
    session.close(notes);
    expect(told(await session.diagnostics(notes))[0]).toBe('18:1 auth/missing-authentication');
  });

  it('make the client ask again, once for many', async () => {
    const root = sample();
    const session = await startSession(root);
    const text = session.open(notes).getText();
    await session.diagnostics(notes);
    session.open(users);
    await session.diagnostics(users);
    addFiles(root, { 'openapi.yaml': 'openapi: 3.0.3\ninfo: { title: t, version: "1" }\npaths: {}\n' });
    for (let time = 0; time < 5; time++) session.changed('openapi.yaml', 'src/db.ts');
    await until('a refresh', () => session.refreshes() > 0);
    await new Promise(done => setTimeout(done, 400));
    expect(session.refreshes()).toBe(1);
    // Typing that only matters to the document itself is no reason: the client asks about that by itself.
    await session.diagnostics(users);
    await session.diagnostics(notes);
    session.type(notes, text.slice(0, 10), `\n${text.slice(0, 10)}`);
    await session.diagnostics(notes);
    await new Promise(done => setTimeout(done, 400));
    expect(session.refreshes()).toBe(1);
  });

  it('in folders of dependencies and in files of other kinds cost nothing', async () => {
    const root = folderWith({ 'a.ts': 'BAD\n' });
    const engine = standIn();
    const session = await startSession(root, { services: { createWorkspace: engine.createWorkspace } });
    await session.workspace();
    const before = engine.snapshots;
    addFiles(root, { 'node_modules/x/index.ts': 'BAD', 'picture.png': 'x', 'dist/a.js': 'BAD' });
    session.changed('node_modules/x/index.ts', 'node_modules', 'picture.png', 'dist/a.js', 'dist', '.git/index');
    await session.workspace();
    expect([engine.snapshots, engine.changes]).toEqual([before, []]);
    mkdirSync(join(root, 'empty'));
    session.changed('empty');
    await session.workspace();
    expect(engine.snapshots).toBe(before);
    session.changed('a.ts');
    await session.workspace();
    expect(engine.snapshots).toBe(before + 1);
  });

  it('are watched by the client that says so', async () => {
    const session = await startSession(sample(), { initializationOptions: { watchesFiles: true } });
    await session.workspace();
    expect(session.registered).not.toContain('workspace/didChangeWatchedFiles');
    expect(session.registered).toContain('textDocument/completion');
  });
});

describe('the configuration', () => {
  const config = 'routewarden.config.json';

  it('counts from the start and again when its file changes', async () => {
    const root = sample();
    addFiles(root, { [config]: '{ "checks": { "auth/missing-authentication": "warning" } }' });
    const session = await startSession(root);
    expect((await session.diagnostics(notes))[0]?.severity).toBe(2);
    addFiles(root, { [config]: '{ "checks": { "auth/*": "off" } }' });
    session.changed(config);
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
    rmSync(join(root, config));
    session.changed(config);
    expect((await session.diagnostics(notes))[0]).toMatchObject({ code: 'auth/missing-authentication', severity: 1 });
  });

  it('shows its mistakes in its file and leaves the last good one in use', async () => {
    const root = sample();
    addFiles(root, { [config]: '{ "checks": { "auth/*": "off" } }' });
    const session = await startSession(root);
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
    const text = '{\n  "chekcs": {}\n}\n';
    writeFileSync(join(root, config), text);
    session.open(config, text);
    await session.connection.sendNotification('textDocument/didSave', { textDocument: { uri: session.uri(config) } });
    const [problem, ...more] = await session.diagnostics(config);
    expect(more).toEqual([]);
    expect([problem?.source, problem?.code, problem?.severity, problem?.range]).toEqual(['routewarden', 'configuration', 1, { start: { line: 1, character: 2 }, end: { line: 1, character: 10 } }]);
    expect(problem?.message).toContain('"checks"');
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
    expect(await files(session)).toContain(config);
    writeFileSync(join(root, config), '{}');
    await session.connection.sendNotification('textDocument/didSave', { textDocument: { uri: session.uri(config) } });
    expect(await session.diagnostics(config)).toEqual([]);
    expect(told(await session.diagnostics(notes))[0]).toBe('16:1 auth/missing-authentication');
  });

  it('may say what is left out, which reads the files anew', async () => {
    const root = sample();
    const session = await startSession(root);
    session.open(users);
    expect(await files(session)).toEqual([notes, users]);
    addFiles(root, { [config]: '{ "exclude": ["prisma"] }' });
    session.changed(config);
    // Without the schema nothing is known of the fields of a user.
    expect(await files(session)).toEqual([notes]);
    expect(await session.diagnostics(users)).toEqual([]);
    session.type(users, 'users.get', 'users.delete');
    session.type(users, 'requireUser, async', 'async');
    expect(told(await session.diagnostics(users))).toContain('7:1 auth/missing-authentication');
  });

  it('is the file that the settings name', async () => {
    const root = sample();
    addFiles(root, { 'tools/wardens.json': '{ "checks": { "auth/*": "off" } }' });
    let configFile = 'tools/wardens.json';
    const session = await startSession(root, { settings: () => ({ configFile, preset: 'recommended' }) });
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
    configFile = 'tools/none.json';
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await until('a message', () => session.shown.length > 0);
    expect(session.shown).toEqual([expect.stringContaining('tools/none.json')]);
    configFile = '';
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(told(await session.diagnostics(notes))[0]).toBe('16:1 auth/missing-authentication');
  });

  it('comes with the notification from clients that cannot be asked, whatever it looks like', async () => {
    const root = sample();
    addFiles(root, { 'tools/wardens.json': '{ "checks": { "auth/*": "off" } }' });
    const session = await startSession(root, { capabilities: { ...able, workspace: { ...able.workspace, configuration: false } } });
    for (const settings of [null, 'x', { routewarden: 7 }, { routewarden: { configFile: 5, preset: 'wild' } }]) await session.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    expect(told(await session.diagnostics(notes))).toHaveLength(2);
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: { routewarden: { configFile: 'tools/wardens.json' } } });
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
  });
});

describe('workspace folders', () => {
  it('are analysed apart, come and go', async () => {
    const [one, two] = [sample(), sample()];
    const session = await startSession(one, { folders: [one] });
    const others = (await session.workspace()).items.length;
    expect(others).toBe(2);
    const uri = URI.file(two).toString();
    await session.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [{ uri, name: 'two' }], removed: [] } });
    const both = await session.workspace();
    expect(both.items.map(item => item.uri)).toEqual([one, two].flatMap(root => [notes, users].map(file => URI.file(join(root, file)).toString())));
    await session.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [{ uri, name: 'two' }] } });
    const after = await session.workspace(both);
    expect(after.items.map(item => item.kind)).toEqual(['unchanged', 'unchanged', 'full', 'full']);
    expect(after.items.slice(2)).toMatchObject([{ items: [] }, { items: [] }]);
  });

  it('of older clients are a root', async () => {
    const root = sample();
    const session = await startSession(root, { folders: null });
    expect((await session.workspace()).items).toEqual([]);
    expect(await session.diagnostics(notes)).toEqual([]);
  });

  it('that cannot be read are told about, and the others work', async () => {
    const root = sample();
    const session = await startSession(root, { folders: [join(root, 'nowhere'), root, join(root, 'package.json')] });
    expect(await files(session)).toEqual([notes, users]);
    expect(session.shown).toEqual([expect.stringContaining('nowhere'), expect.stringContaining('package.json')]);
  });
});
