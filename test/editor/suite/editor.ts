import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import * as vscode from 'vscode';

export const extensionId = 'routewarden.routewarden';

/** Waits until a function gives something else than undefined or false; fails with what was waited for. */
export async function until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>, ms = 30_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The folder that the tests opened. */
export function workspaceRoot(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  return folder.uri;
}

/** The first TypeScript or JavaScript source file of the workspace, opened in an editor. */
export async function openSomeSource(): Promise<vscode.TextEditor> {
  const [file] = await vscode.workspace.findFiles('src/**/*.{ts,js}', '**/node_modules/**', 1);
  if (file === undefined) throw new Error('the workspace has no source file');
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

/** Process ids of the language servers that this extension host started. */
export function serverProcesses(): number[] {
  return processes().filter(({ parent, command }) => parent === process.pid && command.includes('dist/server.js')).map(({ id }) => id);
}

/** All processes. Linux offers them as files, so that a machine without `ps` will do. */
function processes(): { readonly id: number; readonly parent: number; readonly command: string }[] {
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' }).split('\n').flatMap((line) => {
      const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
      return match === null ? [] : [{ id: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }];
    });
  }
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      return [{ id: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      return []; // It ended while the list was read.
    }
  });
}
