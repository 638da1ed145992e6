import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { copyOf, serveCopy } from './files';
import { here } from './load';
import { send, type Route } from './live';

/** A running SvelteKit fixture. */
export interface KitApp { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

const kit = join(here, 'node_modules/@sveltejs/kit/src/core');
const vite = join(here, 'node_modules/vite/bin/vite.js');

interface KitRoute { readonly id: string; readonly endpoint: { readonly file: string } | null }

/** A route's id → contract notation. */
export const contractPath = (id: string): string => {
  const parts = id.split('/').filter((part) => part !== '' && !/^\([^)]+\)$/.test(part)).map((part) => part
    .replace(/^\[\.\.\.(\w+)(=\w+)?\]$/, '{$1*}').replace(/^\[\[(\w+)(=\w+)?\]\]$/, '{$1?}').replace(/\[x\+([0-9a-f]{2})\]/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16))).replace(/\[(\w+)(=\w+)?\]/g, '{$1}'));
  return `/${parts.join('/')}`;
};

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A path that a route answers: samples for its parameters. */
const sample = (path: string): string => path.replace(/\{\w+\*\}/g, 'a/b').replace(/\/\{\w+\?\}/g, '').replace(/\{\w+\}/g, '1');

/** The routing table: the endpoints of SvelteKit's own manifest, with the methods that each names when asked for one that it does not know. */
async function routesOf(folder: string, origin: string, token: string): Promise<Route[]> {
  const load = async (file: string): Promise<Record<string, (...args: unknown[]) => unknown>> => await import(pathToFileURL(join(kit, file)).href) as Record<string, (...args: unknown[]) => unknown>;
  const config = await (await load('config/index.js'))['load_config']?.({ cwd: folder }) as { kit: { paths: { base: string } } };
  const { routes } = (await load('sync/create_manifest_data/index.js'))['default']?.({ config, cwd: folder }) as { routes: readonly KitRoute[] };
  const out: Route[] = [];
  for (const { id, endpoint } of routes) {
    if (endpoint === null) continue;
    const path = config.kit.paths.base + contractPath(id);
    const response = await fetch(origin + sample(path), { method: 'PROPFIND', headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });
    const allowed = (response.headers.get('allow') ?? '').split(', ');
    out.push(...(response.status === 405 ? methods.filter((method) => allowed.includes(method)) : ['ANY']).map((method) => ({ method, path })));
  }
  return out;
}

/** Serves a fixture with SvelteKit's own development server; `adminToken` asks the running application for credentials that open every route. */
export async function startSvelteKit(app: string, adminToken: (origin: string) => Promise<string>): Promise<KitApp> {
  const folder = copyOf(app);
  const { origin, stop } = await serveCopy(folder, (port) => [vite, 'dev', '--host', '127.0.0.1', '--port', port, '--strictPort']);
  try {
    await send(origin, 'GET', '/');
    return { origin, routes: await routesOf(folder, origin, await adminToken(origin)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
