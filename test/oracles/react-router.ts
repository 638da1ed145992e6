import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { copyOf, serveCopy } from './files';
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
 * Serves a fixture with React Router's own development server. The table is that of `react-router routes`; which modules have a loader or an
 * action it does not say, so `routes` are requested.
 */
export async function startReactRouter(app: string, routes: readonly Route[]): Promise<ReactRouterApp> {
  const folder = copyOf(app);
  const env = { NO_COLOR: '1', NODE_ENV: 'development' };
  const told = spawnSync(process.execPath, [cli, 'routes', '--json'], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
  const start = told.stdout.indexOf('[');
  if (start < 0) throw new Error(`react-router routes says nothing of ${app}:\n${told.stdout}\n${told.stderr}`);
  const paths = pathsOf(JSON.parse(told.stdout.slice(start)) as TableRoute[]);
  const { origin, stop } = await serveCopy(folder, (port) => [cli, 'dev', '--host', '127.0.0.1', '--port', port, '--strictPort'], env);
  await send(origin, 'GET', '/');
  return { origin, routes, paths, stop };
}
