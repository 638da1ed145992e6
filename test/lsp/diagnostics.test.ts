import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../server/src/cli/run';
import { createWorkspace } from '../../server/src/engine/workspace';
import { folderWith } from '../host/folder';
import { notes, sample, users } from './sample';
import { startSession, told, underlined, until } from './session';
import { standIn } from './stand-in';

describe('diagnostics that the client asks for', () => {
  it('carry check, severity, page and proof chain', async () => {
    const session = await startSession(sample());
    expect(session.initialized.capabilities.diagnosticProvider).toEqual({ identifier: 'routewarden', interFileDependencies: true, workspaceDiagnostics: true });
    const document = session.open(notes);
    const [missing, unregistered, ...more] = await session.diagnostics(notes);
    expect(more).toEqual([]);
    expect([missing?.code, missing?.severity, missing?.source, missing?.codeDescription?.href]).toEqual(['auth/missing-authentication', 1, 'routewarden', 'https://docs.invalid/auth/missing-authentication']);
    expect(missing?.message).toMatch(/^DELETE \/notes\/\{id\} can be called without credentials/);
    expect(underlined(document, missing === undefined ? [] : [missing])[0]).toMatch(/^notes\.delete\('\/:id'/);
    expect(missing?.relatedInformation?.map(({ location }) => location.uri)).toContain(session.uri('src/app.ts'));
    const mounted = missing?.relatedInformation?.find(({ message }) => message.includes("'/notes'"));
    expect(mounted?.location).toMatchObject({ uri: session.uri('src/app.ts'), range: { start: { line: 7 } } });
    expect(missing?.data).toEqual({ fingerprint: expect.stringMatching(/^\w+$/) as unknown });
    expect(unregistered?.code).toBe('drift/unregistered-endpoint');
  });

  it('follow what is typed, and come back when it is taken back', async () => {
    const session = await startSession(sample());
    session.open(notes);
    const before = await session.pull(notes);
    session.type(notes, "notes.delete('/:id', async", "notes.delete('/:id', requireUser, async");
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
    session.type(notes, "notes.delete('/:id', requireUser, async", "notes.delete('/:id', async");
    expect(await session.pull(notes)).toEqual(before);
  });

  it('are unchanged under the id of the content', async () => {
    const session = await startSession(sample());
    session.open(notes);
    const first = await session.pull(notes);
    expect(await session.pull(notes, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    // A comment behind everything moves nothing: same diagnostics, same id, although the text is another.
    const text = session.document(notes).getText();
    session.type(notes, text.slice(-20), `${text.slice(-20)}// the end\n`);
    expect((await session.pull(notes, first.resultId)).kind).toBe('unchanged');
    session.type(notes, '\n', '\n\n');
    const moved = await session.pull(notes, first.resultId);
    expect(moved.kind).toBe('full');
    expect(moved.resultId).not.toBe(first.resultId);
    // Another process gives the same content the same id.
    const again = await startSession(join(session.uri('').slice('file://'.length)));
    again.open(notes);
    expect((await again.pull(notes, first.resultId)).kind).toBe('unchanged');
  });

  it('speak of findings in files that are not typed in', async () => {
    const session = await startSession(sample());
    session.open(users);
    session.open('src/app.ts');
    expect(told(await session.diagnostics(users))).toEqual(['9:3 exposure/sensitive-field-in-response']);
    session.type('src/app.ts', "app.use('/users', users);", '');
    expect(await session.diagnostics(users)).toEqual([]);
    session.close('src/app.ts');
    expect(told(await session.diagnostics(users))).toEqual(['9:3 exposure/sensitive-field-in-response']);
  });

  it('wait while the code is half typed, and the others stay', async () => {
    const session = await startSession(sample());
    session.open(notes);
    session.type(notes, "notes.delete('/:id', async (req, res) => {\n  await db.note.delete(", "notes.delete('/:id', async (req, res) => {\n  await db.note.(");
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
    session.type(notes, 'db.note.(', 'db.note.delete(');
    expect(told(await session.diagnostics(notes))).toEqual(['16:1 auth/missing-authentication', '21:1 drift/unregistered-endpoint']);
  });

  it('hide what is suppressed', async () => {
    const session = await startSession(sample());
    session.open(notes);
    session.type(notes, "notes.delete('/:id'", "// routewarden-ignore-next-line auth/missing-authentication -- only reachable inside\nnotes.delete('/:id'");
    expect(told(await session.diagnostics(notes))).toEqual(['22:1 drift/unregistered-endpoint']);
  });

  it('count positions in UTF-16 and lines by any line end', async () => {
    const root = folderWith({ 'a.ts': '' });
    const engine = standIn();
    const session = await startSession(root, { services: { createWorkspace: engine.createWorkspace } });
    const document = session.open('a.ts', "const a = '🦊🦊'; BAD\r\nconst ü = '\\u{1F98A}'; BAD\r// lone\n  BAD\r\n");
    const found = await session.diagnostics('a.ts');
    expect(underlined(document, found)).toEqual(['BAD', 'BAD', 'BAD']);
    expect(told(found).map(one => one.split(' ')[0])).toEqual(['1:19', '2:24', '4:3']);
    const typed = session.type('a.ts', "'🦊🦊'", "'🦊'");
    expect(underlined(typed, await session.diagnostics('a.ts'))).toEqual(['BAD', 'BAD', 'BAD']);
  });

  it('do not exist for documents that are no files, and for files of nobody', async () => {
    const session = await startSession(sample());
    for (const uri of ['untitled:Untitled-1', 'git:/src/app.ts', 'vscode-notebook-cell:/x#1', 'file:///elsewhere/app.ts', 'not a uri', 'file:']) {
      session.open(uri, "import express from 'express';\nexpress().delete('/x', (req, res) => res.end());\n");
      expect(await session.diagnostics(uri), uri).toEqual([]);
    }
    expect(told(await session.diagnostics(notes))).toHaveLength(2);
  });

  it('do not come from dependencies and output folders that are looked at', async () => {
    const text = "import express from 'express';\nconst app = express();\napp.get('/a', (q, r) => r.status(401).end());\napp.delete('/x', (req, res) => { remove(); res.end(); });\napp.listen(1);\n";
    const session = await startSession(folderWith({ 'package.json': '{}', 'node_modules/x/index.ts': text, 'dist/app.ts': text, '.gitignore': 'generated/\n', '.git/HEAD': '', 'generated/app.ts': text, 'src/app.ts': '' }));
    for (const file of ['node_modules/x/index.ts', 'dist/app.ts', 'generated/app.ts']) {
      session.open(file, `${text}\n`);
      expect(await session.diagnostics(file), file).toEqual([]);
    }
    expect((await session.workspace()).items).toEqual([]);
    // The same text in a file that is ours has an endpoint.
    session.open('src/app.ts', text);
    await session.diagnostics('src/app.ts');
    await until('the status', () => session.statuses.at(-1)?.endpoints === 2);
  });
});

describe('diagnostics of the whole workspace', () => {
  it('are the same as those of the command line', async () => {
    const root = sample();
    const session = await startSession(root);
    const { items } = await session.workspace();
    let out = '';
    const sink = (write: (text: string) => Promise<void>) => ({ write, terminal: false, colour: false, columns: null });
    await runCommand(['check', '--format', 'json'], {
      cwd: root, now: () => 0, startServer: async () => {}, createWorkspace: async (tree, config) => createWorkspace(tree, config),
      stdout: sink(async (text) => { out += text; }), stderr: sink(async () => {}),
    });
    interface Place { readonly line: number; readonly column: number }
    interface Told { readonly check: string; readonly message: string; readonly file: string; readonly range: { readonly start: Place; readonly end: Place }; readonly related: readonly { readonly file: string }[] }
    const printed = (JSON.parse(out) as { findings: Told[] }).findings;
    expect(printed).toHaveLength(3);
    const here = (place: Place): object => ({ line: place.line - 1, character: place.column - 1 });
    expect(items.flatMap(item => item.kind === 'full' ? item.items.map(one => [item.uri, one.code, one.message, one.range, one.relatedInformation?.map(({ location }) => location.uri)]) : []))
      .toEqual(printed.map(one => [session.uri(one.file), one.check, one.message, { start: here(one.range.start), end: here(one.range.end) }, one.related.map(({ file }) => session.uri(file))]));
  });

  it('come once, then only as unchanged, then as what changed', async () => {
    const session = await startSession(sample());
    const first = await session.workspace();
    expect(first.items.map(({ uri, kind, version }) => [uri, kind, version])).toEqual([[session.uri(notes), 'full', null], [session.uri(users), 'full', null]]);
    const second = await session.workspace(first);
    expect(second.items.map(({ uri, kind, resultId }) => [uri, kind, resultId])).toEqual(first.items.map(({ uri, resultId }) => [uri, 'unchanged', resultId]));
    session.open(users);
    session.type(users, 'findUnique({ where', 'findUnique({ select: { id: true }, where');
    const third = await session.workspace(second);
    expect(third.items.map(({ uri, kind }) => [uri, kind])).toEqual([[session.uri(notes), 'unchanged'], [session.uri(users), 'full']]);
    expect(third.items.find(({ uri }) => uri === session.uri(users))).toMatchObject({ items: [] });
    // What was told to be clean stays told.
    expect((await session.workspace(third)).items.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
  });

  it('arrive in parts where the client takes parts', async () => {
    const files = Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`f${String(index).padStart(3, '0')}.ts`, 'BAD\n']));
    const session = await startSession(folderWith(files), { services: { createWorkspace: standIn().createWorkspace } });
    const report = await session.connection.sendRequest('workspace/diagnostic', { previousResultIds: [], partialResultToken: 'parts' });
    expect(report).toEqual({ items: [] });
    const parts = (session.progress as { token?: unknown; value: { items: unknown[] } }[]).filter(({ token }) => token === 'parts');
    expect(parts.map(({ value }) => value.items.length)).toEqual([200, 200, 50]);
  });

  it('cost less than a millisecond when nothing changed', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}.ts`, 'BAD\nBAD\n']));
    const engine = standIn();
    const session = await startSession(folderWith(files), { services: { createWorkspace: engine.createWorkspace } });
    session.open('f1.ts');
    let last = await session.workspace();
    const one = await session.pull('f1.ts');
    const before = engine.snapshots;
    const times: number[] = [];
    for (let round = 0; round < 30; round++) {
      const start = process.hrtime.bigint();
      await session.pull('f1.ts', one.resultId);
      times.push(Number(process.hrtime.bigint() - start) / 1e6);
      last = await session.workspace(last);
    }
    expect(last.items.every(({ kind }) => kind === 'unchanged')).toBe(true);
    expect(engine.snapshots).toBe(before);
    // The whole way there and back over the protocol; the median, because the machine may be busy.
    expect(times.sort((a, b) => a - b)[15]).toBeLessThan(5);
  });
});

describe('when the engine fails', () => {
  it('the request is answered with an error, the process lives and the next text is analysed', async () => {
    const engine = standIn();
    const session = await startSession(folderWith({ 'a.ts': 'BAD\n', 'b.ts': 'BAD\n' }), { services: { createWorkspace: engine.createWorkspace } });
    session.open('a.ts');
    expect(await session.diagnostics('a.ts')).toHaveLength(1);
    const known = await session.workspace();
    engine.before = (text) => { if (text.includes('CRASH')) throw new Error('the evaluator gave up'); };
    session.type('a.ts', 'BAD', 'BAD CRASH');
    await expect(session.pull('a.ts')).rejects.toThrow('Finding problems failed: the evaluator gave up');
    expect(session.log.some(line => line.includes('the evaluator gave up') && line.includes('stand-in.ts'))).toBe(true);
    // What was known of other files is not lost meanwhile.
    expect((await session.workspace(known)).items.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
    session.type('a.ts', ' CRASH', ' BAD');
    expect(await session.diagnostics('a.ts')).toHaveLength(2);
    expect(await session.diagnostics('b.ts')).toHaveLength(1);
  });

  it('a scan that fails is made up for', async () => {
    const engine = standIn();
    const session = await startSession(folderWith({ 'a.ts': 'BAD\n' }), {
      services: { createWorkspace: (tree, config) => { const one = engine.createWorkspace(tree, config); return { ...one, scan: () => Promise.reject(new Error('the scan gave up')) }; } },
    });
    await until('the log', () => session.log.some(line => line.includes('the scan gave up')));
    session.open('a.ts');
    expect(await session.diagnostics('a.ts')).toHaveLength(1);
  });
});
