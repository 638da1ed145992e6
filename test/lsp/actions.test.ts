import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import { folderWith } from '../host/folder';
import { applied } from './applied';
import { notes, sample, users } from './sample';
import { able, startSession, told, type Session } from './session';
import { standIn } from './stand-in';

const lines = (from: number, to = from) => ({ start: { line: from - 1, character: 0 }, end: { line: to - 1, character: 80 } });
const cursor = (line: number, column: number) => ({ start: { line: line - 1, character: column - 1 }, end: { line: line - 1, character: column - 1 } });
const titles = (actions: readonly CodeAction[]): string[] => actions.map(({ title }) => title);
const named = (actions: readonly CodeAction[], title: RegExp): CodeAction => {
  const found = actions.find(action => title.test(action.title));
  if (found === undefined) throw new Error(`no action is ${String(title)}; there are ${titles(actions).join(', ')}`);
  return found;
};
const textsOf = (session: Session, ...files: string[]) => (uri: string) => files.map(file => session.document(file)).find(document => document.uri === uri);

describe('fixes', () => {
  it('are offered without edits, and the edits are made when one is chosen', async () => {
    const session = await startSession(sample());
    session.open(notes);
    const actions = await session.actions(notes, lines(16));
    expect(titles(actions)).toEqual(['Add requireUser, as GET /notes has it', 'Say in routewarden.config.json that DELETE /notes/{id} is open on purpose', 'Suppress auth/missing-authentication here with a reason']);
    // None of them is safe, so none is what "auto fix" takes.
    for (const { kind, edit, isPreferred } of actions) expect([kind, edit, isPreferred]).toEqual(['quickfix', undefined, undefined]);
    const { edit } = await session.resolve(named(actions, /^Add requireUser/));
    const fixed = applied(edit, textsOf(session, notes));
    expect(Object.keys(fixed)).toEqual([session.uri(notes)]);
    expect(fixed[session.uri(notes)]).toBe(session.document(notes).getText().replace("notes.delete('/:id', async", "notes.delete('/:id', requireUser, async"));
    // Applied, the finding is gone.
    session.type(notes, "notes.delete('/:id', async", "notes.delete('/:id', requireUser, async");
    expect(told(await session.diagnostics(notes))).toEqual(['21:1 drift/unregistered-endpoint']);
    expect(titles(await session.actions(notes, lines(16)))).toEqual([]);
  });

  it('say whether they change what callers get, and are applied at once: a preview that opens with nothing ticked applies nothing', async () => {
    const session = await startSession(sample());
    session.open(notes);
    const { edit } = await session.resolve(named(await session.actions(notes, lines(16)), /^Add requireUser/));
    expect(Object.values(edit?.changeAnnotations ?? {})).toEqual([{ label: 'Add requireUser, as GET /notes has it', description: 'This changes what callers get: look at it before you apply it.' }]);
    const [change] = edit?.documentChanges ?? [];
    expect(change).toMatchObject({ textDocument: { uri: session.uri(notes), version: 1 }, edits: [{ annotationId: Object.keys(edit?.changeAnnotations ?? {})[0] }] });
  });

  it('can create a file', async () => {
    const session = await startSession(sample());
    session.open(notes);
    const { edit } = await session.resolve(named(await session.actions(notes, lines(16)), /open on purpose/));
    const fixed = applied(edit, () => undefined);
    expect(JSON.parse(fixed[session.uri('routewarden.config.json')] ?? '')).toEqual({ public: [{ endpoint: 'DELETE /notes/{id}', reason: 'describe why' }] });
    const cautious = await startSession(sample(), { capabilities: { ...able, workspace: { ...able.workspace, workspaceEdit: { documentChanges: true } } } });
    await expect(cautious.resolve(named(await cautious.actions(notes, lines(16)), /open on purpose/))).rejects.toThrow('no longer fits');
  });

  it('work in files that are not open, and for clients that resolve nothing', async () => {
    const session = await startSession(sample(), { capabilities: {} });
    const action = named(await session.actions(users, lines(9)), /without passwordHash/);
    expect(Object.keys(action.edit?.changes ?? {})).toEqual([session.uri(users)]);
    session.open(users);
    const fixed = applied(action.edit, textsOf(session, users))[session.uri(users)] ?? '';
    expect(fixed).not.toBe(session.document(users).getText());
    session.type(users, session.document(users).getText(), fixed);
    expect(await session.diagnostics(users)).toEqual([]);
  });

  it('are made for what the text has become meanwhile', async () => {
    const session = await startSession(sample());
    session.open(notes);
    const action = named(await session.actions(notes, lines(16)), /^Add requireUser/);
    session.type(notes, 'export const notes', '// 🦊\n\nexport const notes');
    const { edit } = await session.resolve(action);
    expect(applied(edit, textsOf(session, notes))[session.uri(notes)]).toContain("notes.delete('/:id', requireUser, async");
    session.type(notes, "notes.delete('/:id'", "notes.delete('/:id', requireUser");
    await expect(session.resolve(action)).rejects.toThrow('ask for the fixes again');
  });

  it('touch several files, keep their line ends and say what is safe', async () => {
    const root = folderWith({ 'a.ts': 'x;\r\nBAD;\r\n', 'notes.json': '1\n' });
    const session = await startSession(root, { services: { createWorkspace: standIn().createWorkspace } });
    session.open('a.ts');
    session.open('notes.json', '2\n', 7);
    const repair = named(await session.actions('a.ts', lines(2)), /Repair/);
    expect(repair.isPreferred).toBe(true);
    const { edit } = await session.resolve(repair);
    expect(applied(edit, textsOf(session, 'a.ts', 'notes.json'))).toEqual({ [session.uri('a.ts')]: 'x;\r\nGOOD\r\n;\r\n', [session.uri('notes.json')]: '"repaired"\n2\n' });
    expect(Object.values(edit?.changeAnnotations ?? {})).toEqual([{ label: 'Repair', description: expect.any(String) as unknown }]);
  });

  it('are only offered where and when they are asked for', async () => {
    const session = await startSession(sample());
    session.open(notes);
    expect(await session.actions(notes, lines(1, 15))).toEqual([]);
    // A cursor asks about what it stands at.
    expect(await session.actions(users, cursor(9, 1))).toEqual([]);
    expect(await session.actions(users, cursor(9, 3))).not.toEqual([]);
    expect(titles(await session.actions(notes, lines(1, 40))).length).toBeGreaterThan(3);
    expect(await session.actions(notes, lines(16), ['refactor'])).toEqual([]);
    expect(await session.actions(notes, lines(16), ['quickfix.other'])).toEqual([]);
    expect(await session.actions(notes, lines(16), ['quickfix'])).not.toEqual([]);
    expect(await session.actions('untitled:x', lines(1))).toEqual([]);
  });

  it('belong to the diagnostics that the client shows', async () => {
    const session = await startSession(sample());
    session.open(notes);
    const diagnostics = await session.diagnostics(notes);
    const range = diagnostics[0]?.range;
    const actions = await session.connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri: session.uri(notes) }, range, context: { diagnostics } });
    for (const action of actions) expect(action.diagnostics).toEqual([diagnostics[0]]);
  });
});

describe('suppressing', () => {
  const suppress = async (session: Session, file: string, line: number): Promise<string> => {
    const action = named(await session.actions(file, lines(line)), /^Suppress/);
    return applied((await session.resolve(action)).edit, textsOf(session, file))[session.uri(file)] ?? '';
  };

  it('puts a comment above, with a reason to be written, and the finding is gone', async () => {
    const session = await startSession(sample());
    session.open(users);
    const action = named(await session.actions(users, lines(9)), /^Suppress/);
    expect(JSON.stringify((await session.resolve(action)).edit)).toContain('${1:reason}');
    const text = await suppress(session, users, 9);
    expect(text).toContain('\n  // routewarden-ignore-next-line exposure/sensitive-field-in-response -- reason\n  res.json(user);');
    session.type(users, session.document(users).getText(), text);
    expect(await session.diagnostics(users)).toEqual([]);
  });

  it('keeps CRLF, and joins a suppression that is there', async () => {
    const session = await startSession(folderWith({ 'a.ts': '' }), { services: { createWorkspace: standIn().createWorkspace }, capabilities: {} });
    session.open('a.ts', 'x;\r\n\tBAD;\r\n');
    const first = named(await session.actions('a.ts', lines(2)), /^Suppress/).edit;
    expect(applied(first, textsOf(session, 'a.ts'))[session.uri('a.ts')]).toBe('x;\r\n\t// routewarden-ignore-next-line auth/missing-authentication -- reason\r\n\tBAD;\r\n');
    session.type('a.ts', 'x;', '// routewarden-ignore-next-line other/check -- known');
    const second = named(await session.actions('a.ts', lines(2)), /^Suppress/).edit;
    expect(applied(second, textsOf(session, 'a.ts'))[session.uri('a.ts')]).toBe('// routewarden-ignore-next-line auth/missing-authentication, other/check -- known\r\n\tBAD;\r\n');
  });

  it('uses the comments of the language, and is not offered where there are none', async () => {
    const session = await startSession(folderWith({ 'a.yaml': 'BAD: 1\n', 'a.json': '"BAD"\n' }), { services: { createWorkspace: standIn().createWorkspace } });
    session.open('a.yaml');
    session.open('a.json');
    expect(await suppress(session, 'a.yaml', 1)).toBe('# routewarden-ignore-next-line auth/missing-authentication -- reason\nBAD: 1\n');
    expect(titles(await session.actions('a.json', lines(1)))).toEqual(['Repair']);
  });
});
