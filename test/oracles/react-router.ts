import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transpileStub } from './files';
import { here } from './load';
import { send, type Route } from './live';

/** A running fixture of React Router, with the paths of its own route table. */
export interface ReactRouterApp { readonly origin: string; readonly routes: readonly Route[]; readonly paths: readonly string[]; readonly stop: () => Promise<void> }

const cli = join(here, 'node_modules/@react-router/dev/bin.js');

interface TableRoute { readonly path?: string; readonly file: string; readonly children?: readonly TableRoute[] }

/** The paths of the files of a table in the syntax of React Router. */
function pathsOf(routes: readonly TableRoute[], prefix = ''): string[] {
  return routes.flatMap(({ path, file, children = [] }) => {
    const full = path === undefined ? prefix : `${prefix}/${path}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
    return [`${file} ${full === '' ? '/' : full}`, ...pathsOf(children, full)];
  });
}

/**
 * Serves a copy of a fixture below `.built/` with React Router's development server: it writes into the application's folder. The table is
 * that of `react-router routes`; which modules have a loader or an action it does not say, so `routes` are requested.
 */
export async function startReactRouter(app: string, routes: readonly Route[]): Promise<ReactRouterApp> {
  const folder = join(here, '.built', `${app}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(here, 'apps', app), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules/@prisma/client'), { recursive: true });
  for (const [name, text] of transpileStub('prisma-client')) writeFileSync(join(folder, 'node_modules/@prisma/client', name), text);
  const env = { ...process.env, NO_COLOR: '1', NODE_ENV: 'development' };
  const told = spawnSync(process.execPath, [cli, 'routes', '--json'], { cwd: folder, encoding: 'utf8', env });
  const start = told.stdout.indexOf('[');
  if (start < 0) throw new Error(`react-router routes says nothing of ${app}:\n${told.stdout}\n${told.stderr}`);
  const paths = pathsOf(JSON.parse(told.stdout.slice(start)) as TableRoute[]);
  const child = spawn(process.execPath, [cli, 'dev', '--host', '127.0.0.1', '--port', String(20_000 + process.pid % 20_000)], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  let said = '';
  const origin = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found !== null) resolve(found[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', () => { reject(new Error(`react-router dev ended:\n${said}`)); });
  });
  await send(origin, 'GET', '/');
  return { origin, routes, paths, stop };
}
