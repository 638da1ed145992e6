import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { apply, expectFindings, findings, fixesAt, notes, open, revert, type, uriOf, users } from './documents';
import { serverProcesses, until } from './editor';

const unguarded = '16 auth/missing-authentication';
const unregistered = '21 drift/unregistered-endpoint';

describe('findings', () => {
  afterEach(async () => {
    for (const file of [notes, users, 'openapi.yaml']) await revert(file);
  });

  it('appear in the file and in files that are not open', async () => {
    await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    await expectFindings(users, '9 exposure/sensitive-field-in-response');
  });

  it('carry the proof chain as related information', async () => {
    await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    const related = findings(notes)[0]?.relatedInformation ?? [];
    assert.ok(related.length >= 3, `only ${related.length} steps`);
    const mount = related.find(({ message }) => message.includes("'/notes'"));
    assert.equal(mount?.location.uri.toString(), uriOf('src/app.ts').toString());
    assert.equal(mount.location.range.start.line, 7);
  });

  it('follow what is typed', async () => {
    const editor = await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    await type(editor, "notes.delete('/:id', async", "notes.delete('/:id', requireUser, async", 6);
    await expectFindings(notes, unregistered);
    await type(editor, 'export const notes = Router();\n', "export const notes = Router();\n\nnotes.delete('/', async (_req, res) => {\n  await db.note.deleteMany();\n  res.status(204).end();\n});\n", 12);
    await expectFindings(notes, '7 auth/missing-authentication', '7 drift/unregistered-endpoint', '26 drift/unregistered-endpoint');
  });

  it('do not appear while a route is half typed', async () => {
    const editor = await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    await type(editor, "notes.delete('/:id', async (req, res) => {", "notes.delete('/:id', async (req, res) => {{(");
    await until('the finding to wait', () => findings(notes).every(({ code }) => typeof code === 'object' && code.value !== 'auth/missing-authentication'));
  });

  it('link to the page of the check', async () => {
    await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    const code = findings(notes)[0]?.code;
    assert.ok(typeof code === 'object');
    await vscode.workspace.fs.stat(code.target);
  });
});

describe('fixes', () => {
  afterEach(async () => {
    for (const file of [notes, users, 'openapi.yaml']) await revert(file);
  });

  it('add the guard of the siblings', async () => {
    const editor = await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    await apply(await fixesAt(notes, 16), /^Add requireUser/);
    assert.ok(editor.document.getText().includes("notes.delete('/:id', requireUser, async"));
    await expectFindings(notes, unregistered);
  });

  it('leave the secret out of the response', async () => {
    const editor = await open(users);
    await expectFindings(users, '9 exposure/sensitive-field-in-response');
    await apply(await fixesAt(users, 9), /passwordHash/);
    assert.match(editor.document.getText(), /findUnique\(\{ (where: .*, )?(omit: \{ passwordHash: true \}|select: \{ (?!.*passwordHash))/);
    await expectFindings(users);
  });

  it('register the operation in the document, which keeps its comments', async () => {
    await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    await apply(await fixesAt(notes, 21), /^Register GET \/notes\/export in openapi\.yaml/);
    const text = (await open('openapi.yaml')).document.getText();
    assert.match(text, /^ {2}\/notes\/export:\n {4}get:/m);
    assert.ok(text.includes('# Every path but /health needs a bearer token.'));
    await expectFindings(notes, unguarded);
  });

  it('suppress with a reason', async () => {
    const editor = await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    await apply(await fixesAt(notes, 16), /^Suppress/);
    assert.match(editor.document.getText(), /\n\/\/ routewarden-ignore-next-line auth\/missing-authentication -- .*\nnotes\.delete/);
    await expectFindings(notes, '22 drift/unregistered-endpoint');
  });
});

describe('the hover', () => {
  it('says who may call an endpoint, with links to the proof', async () => {
    await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uriOf(notes), new vscode.Position(15, 8));
    const text = hovers.flatMap(({ contents }) => contents.map(one => typeof one === 'string' ? one : one.value)).join('\n');
    assert.match(text, /\*\*DELETE \/notes\/\{id\}\*\*/);
    assert.match(text, /src\/app\.ts:\d+/);
  });
});

describe('a server that is killed while somebody types', () => {
  it('comes back and knows what was typed meanwhile', async () => {
    const editor = await open(notes);
    await expectFindings(notes, unguarded, unregistered);
    const [before] = serverProcesses();
    assert.ok(before);
    const typing = type(editor, "notes.post('/', requireUser, async", "notes.post('/', async", 10);
    process.kill(before, 'SIGKILL');
    await typing;
    await type(editor, "notes.delete('/:id', async", "notes.delete('/:id', requireUser, async", 10);
    await until('another server', () => { const [now] = serverProcesses(); return now !== undefined && now !== before; });
    await expectFindings(notes, '11 auth/missing-authentication', unregistered);
    assert.ok(editor.document.getText().includes("notes.post('/', async"));
    await revert(notes);
    await expectFindings(notes, unguarded, unregistered);
  });
});
