import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, serveCopy } from './files';
import { send, type Route } from './live';

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

/** Builds and starts a copy of a fixture below `.built/` with Nitro itself. */
export async function startNitro(app: string): Promise<NitroApp> {
  const folder = copyOf(app);
  writeFileSync(join(folder, 'build.mjs'), script);
  const built = spawnSync(process.execPath, ['build.mjs'], { cwd: folder, encoding: 'utf8' });
  const table = /^TABLE(.*)$/m.exec(built.stdout)?.[1];
  if (table === undefined) throw new Error(`Nitro does not build ${app}:\n${built.stdout}\n${built.stderr}`);
  const routes = (JSON.parse(table) as [string, string][]).map(([method, route]) => ({ method: method.toUpperCase(), path: contractPath(route.replace(/\/{2,}/g, '/')) }));
  const { origin, stop } = await serveCopy(folder, () => ['.output/server/index.mjs']);
  await send(origin, 'GET', '/');
  return { origin, routes, stop };
}
