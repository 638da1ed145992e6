import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { expectFindings, notes, open, uriOf } from './documents';

const read = async (uri: vscode.Uri): Promise<string> => new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
const write = (uri: vscode.Uri, text: string): Thenable<void> => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));

describe('files that change on disk', () => {
  before(async () => { await open('openapi.yaml'); });

  it('are read again: created, changed, taken away as a folder, put back', async () => {
    // None of them is ever open: what the editor shows would win.
    const [app, tags] = [uriOf('src/app.ts'), 'src/areas/tags.ts'];
    const before = await read(app);
    const router = "import { Router } from 'express';\nimport { db } from '../db';\nimport { requireUser } from '../require-user';\nexport const tags = Router();\ntags.delete('/:id', async (_req, res) => {\n  await db.note.deleteMany();\n  res.end();\n});\n";
    await write(uriOf(tags), router);
    await write(app, before.replace('const app', "import { tags } from './areas/tags';\nconst app").replace("app.use('/users', users);", "app.use('/users', users);\napp.use('/tags', tags);"));
    await expectFindings(tags, '5 auth/missing-authentication', '5 drift/unregistered-endpoint');
    await write(uriOf(tags), router.replace('async', 'requireUser, async'));
    await expectFindings(tags, '5 drift/unregistered-endpoint');
    await vscode.workspace.fs.rename(uriOf('src/areas'), uriOf('areas.away'));
    await expectFindings(tags);
    await vscode.workspace.fs.rename(uriOf('areas.away'), uriOf('src/areas'));
    await expectFindings(tags, '5 drift/unregistered-endpoint');
    await write(app, before);
    await expectFindings(tags);
    await vscode.workspace.fs.delete(uriOf('src/areas'), { recursive: true });
  });

  it('count as configuration, too, and show what is wrong in it', async () => {
    const config = uriOf('routewarden.config.json');
    await write(config, '{ "checks": { "auth/*": "off" } }');
    await expectFindings(notes, '21 drift/unregistered-endpoint');
    await write(config, '{ "chekcs": {} }');
    await expectFindings('routewarden.config.json', '1 configuration');
    await vscode.workspace.fs.delete(config);
    await expectFindings(notes, '16 auth/missing-authentication', '21 drift/unregistered-endpoint');
  });
});

describe('the inventory', () => {
  it('is written in each format and opened', async () => {
    await open('src/app.ts');
    for (const [format, file, shape] of [['json', 'inventory.json', /"id": "DELETE \/notes\/\{id\}"/], ['csv', 'inventory.csv', /^method,path,/], ['markdown', 'inventory.md', /^# API inventory/]] as const) {
      const target = uriOf(file);
      const written = await vscode.commands.executeCommand<vscode.Uri | null>('routewarden.exportInventory', { format, uri: target });
      assert.equal(written?.toString(), target.toString());
      assert.match(await read(target), shape);
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), target.toString());
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(target);
    }
  });
});

describe('an OpenAPI document', () => {
  it('is validated, completed and explained', async () => {
    const editor = await open('openapi.yaml');
    const end = new vscode.Position(editor.document.lineCount, 0);
    await editor.edit(edit => edit.insert(end, 'wrong: 1\n'));
    const problems = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(editor.document.uri).filter(({ source }) => source === 'OpenAPI');
    for (let time = 0; time < 100 && problems().length === 0; time++) await new Promise(resolve => setTimeout(resolve, 100));
    assert.deepEqual(problems().map(({ range }) => editor.document.lineAt(range.start.line).text), ['wrong: 1']);
    await editor.edit(edit => edit.replace(new vscode.Range(end, end.translate(0, 8)), 'ext'));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', editor.document.uri, end.translate(0, 3));
    assert.ok(list.items.some(({ label }) => label === 'externalDocs'), list.items.map(({ label }) => String(label)).join(', '));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
