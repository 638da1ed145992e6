import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import ts from 'typescript';
import { here } from './load';
import { close, listen } from './live';

/** A copy of a fixture below `.built/`, for frameworks that write into the application's folder, with the stand-in for Prisma installed. */
export function copyOf(app: string): string {
  const folder = join(here, '.built', `${app}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(here, 'apps', app), folder, { recursive: true });
  const prisma = join(folder, 'node_modules/@prisma/client');
  mkdirSync(prisma, { recursive: true });
  for (const [name, text] of transpileStub('prisma-client')) writeFileSync(join(prisma, name), text);
  return folder;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const origin = await listen(server);
  await close(server);
  return Number(new URL(origin).port);
}

/** Starts a server in a copy and waits until it listens; stopping it removes the copy. */
export async function serveCopy(folder: string, args: (port: string) => readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const port = String(await freePort());
  const child = spawn(process.execPath, args(port), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', HOST: '127.0.0.1', PORT: port, ...env } });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => { said += chunk.toString(); if (said.includes(`127.0.0.1:${port}`)) resolve(); };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () => { reject(new Error(`${args(port).join(' ')} ended:\n${said}`)); });
  });
  return {
    origin: `http://127.0.0.1:${port}`, stop: async () => {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill();
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The files of a package that stands in for Prisma. */
function transpileStub(name: 'prisma-client'): readonly (readonly [file: string, text: string])[] {
  const compiled = (stub: string): string => ts.transpileModule(readFileSync(join(here, 'stubs', `${stub}.ts`), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
  return [['rows.js', compiled('rows')], ['index.js', compiled(name)], ['package.json', JSON.stringify({ name: '@prisma/client', version: '0.0.0', main: 'index.js' })]];
}
