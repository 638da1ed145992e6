import { join } from 'node:path';
import { copyOf, serveCopy } from './files';
import { here } from './load';
import { send, type Route } from './live';

/** A running Astro fixture. */
export interface AstroApp { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

const cli = join(here, 'node_modules/astro/astro.js');

/** Serves a fixture with Astro's own development server. It keeps no table that can be read, so `routes` are requested, beside near misses. */
export async function startAstro(app: string, routes: readonly Route[]): Promise<AstroApp> {
  const { origin, stop } = await serveCopy(copyOf(app), (port) => [cli, 'dev', '--host', '127.0.0.1', '--port', port], { ASTRO_TELEMETRY_DISABLED: '1' });
  await send(origin, 'GET', '/');
  return { origin, routes, stop };
}
