import type { Value } from '../../evaluate/value';
import type { Dialect } from '../dialect';
import { fetchGlobal } from '../fetch';
import { assumedApp } from './app';
import { honoModules } from './modules';
import { assumedOpenapi } from './openapi';
import { honoRoutes } from './routes';

/** What a specifier of Deno names: `npm:hono@4/cors`, `jsr:@hono/hono`, `https://deno.land/x/hono@v4/mod.ts`. */
function packageOf(specifier: string): string {
  const bare = specifier.replace(/^https:\/\/(?:deno\.land\/x|esm\.sh)\//, '').replace(/^@hono\/hono(?=[@/]|$)/, 'hono');
  return bare.replace(/^((?:@[^/@]+\/)?[^/@]+)@[^/]+/, '$1').replace(/\/(?:mod|middleware)\.ts$/, '');
}

/** Hono (https://hono.dev/docs/api/routing): an application is an ordered list of handlers; adding one to another copies its list. */
export const dialect: Dialect = {
  name: 'hono',
  packages: ['hono', '@hono/zod-openapi', '@hono/node-server', 'hono-openapi', 'jsr:@hono/hono', 'https://deno.land/x/hono', 'https://esm.sh/hono'],
  registrars: new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'all', 'use', 'route', 'openapi', 'openapiRoutes']),
  models: () => {
    const modules = honoModules();
    return {
      imports(written, name): Value | undefined {
        const specifier = packageOf(written);
        const names = Object.hasOwn(modules, specifier) ? modules[specifier] : undefined;
        if (!names) return undefined;
        if (Object.hasOwn(names, name)) return names[name];
        // `z` of `@hono/zod-openapi` is that of zod.
        return specifier === '@hono/zod-openapi' && name === 'z' ? { t: 'sym', op: 'import', module: 'zod', name: 'z' } : undefined;
      },
      globals: fetchGlobal,
      types(type, site) {
        if (type.name === 'OpenAPIHono' && type.specifier === '@hono/zod-openapi') return assumedOpenapi(site);
        return type.name === 'Hono' && type.specifier !== null && /^hono(\/(tiny|quick))?$/.test(packageOf(type.specifier)) ? assumedApp(site) : undefined;
      },
    };
  },
  routes: honoRoutes,
};
