import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { transpileStub } from './files';
import { here } from './load';
import { close, listen, send, type Route } from './live';

/** A running Nitro fixture. */
export interface NitroApp { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

/** A route of Nitro's table → contract notation. */
export const contractPath = (route: string): string => route.replace(/\*\*:(\w+)/g, '{$1*}').replace(/\*\*/g, '{rest*}').replace(/:(\w+)/g, '{$1}');

/** Builds an application and writes the table of the handlers that Nitro found in its folders. */
const script = `
  import { build, createNitro, prepare, scanHandlers } from 'nitropack/core';
  const nitro = await createNitro({ rootDir: process.cwd(), preset: 'node-server', dev: false, minify: false, sourceMap: false, logLevel: 1, externals: { trace: false } });
  await prepare(nitro);
  await scanHandlers(nitro);
  const table = nitro.scannedHandlers.filter(one => !one.middleware).map(one => [one.method ?? 'ANY', nitro.options.baseURL + one.route]);
  await build(nitro);
  await nitro.close();
  console.log('TABLE' + JSON.stringify(table));
`;

async function freePort(): Promise<number> {
  const server = createServer();
  const origin = await listen(server);
  await close(server);
  return Number(new URL(origin).port);
}

/** Builds and starts a copy of a fixture below `.built/` with Nitro itself. */
export async function startNitro(app: string): Promise<NitroApp> {
  const folder = join(here, '.built', `${app}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(here, 'apps', app), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules/@prisma/client'), { recursive: true });
  for (const [name, text] of transpileStub('prisma-client')) writeFileSync(join(folder, 'node_modules/@prisma/client', name), text);
  writeFileSync(join(folder, 'build.mjs'), script);
  const built = spawnSync(process.execPath, ['build.mjs'], { cwd: folder, encoding: 'utf8' });
  const table = /^TABLE(.*)$/m.exec(built.stdout)?.[1];
  if (table === undefined) throw new Error(`Nitro does not build ${app}:\n${built.stdout}\n${built.stderr}`);
  const routes = (JSON.parse(table) as [string, string][]).map(([method, route]) => ({ method: method.toUpperCase(), path: contractPath(route.replace(/\/{2,}/g, '/')) }));
  const port = await freePort();
  const child = spawn(process.execPath, ['.output/server/index.mjs'], { cwd: folder, env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => { said += chunk.toString(); if (said.includes('Listening')) resolve(); };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () => { reject(new Error(`Nitro ended:\n${said}`)); });
  });
  const origin = `http://127.0.0.1:${port}`;
  await send(origin, 'GET', '/');
  return {
    origin, routes, stop: async () => {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill();
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
