import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { extensionId, openSomeSource, serverProcesses, until } from './editor';

describe('the extension', () => {
  it('starts with the first source file and starts one server', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, 'the extension is not installed');
    await openSomeSource();
    await until('the extension to be active', () => extension.isActive);
    const processes = await until('the server process', () => { const found = serverProcesses(); return found.length > 0 && found; });
    assert.equal(processes.length, 1);
  });

  it('registers its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['exportInventory', 'showOutput', 'restartServer']) assert.ok(commands.includes(`routewarden.${name}`), name);
    await vscode.commands.executeCommand('routewarden.showOutput');
  });

  it('starts a new server on request', async () => {
    const [before] = serverProcesses();
    await vscode.commands.executeCommand('routewarden.restartServer');
    await until('another server process', () => { const [now] = serverProcesses(); return now !== undefined && now !== before; });
  });

  it('starts a new server when the old one is killed', async () => {
    const [before] = serverProcesses();
    assert.ok(before);
    process.kill(before, 'SIGKILL');
    await until('another server process', () => { const [now] = serverProcesses(); return now !== undefined && now !== before; });
  });
});
