import { createRequire } from 'node:module';
import { join } from 'node:path';
import { here } from './load';
import type { PlainOptions } from './plain';

interface Registered { readonly options: { readonly route?: string; readonly methods?: readonly string[]; readonly authLevel?: string; readonly handler: (request: unknown, context: unknown) => unknown }; readonly name: string }
interface Package { readonly app: Record<string, unknown>; readonly HttpRequest: new (init: unknown) => { readonly params: Record<string, string> }; readonly HttpResponse: new (init: unknown) => Record<string, unknown> }

const real = createRequire(join(here, 'azure.ts'))('@azure/functions') as Package;

/** A route of Azure as an expression with the names of its groups. */
const patternOf = (route: string): RegExp => new RegExp(`^/${route.replace(/\/\{(\w+)(?::[^}?]*)?\?\}/g, '(?:/(?<$1>[^/]+))?').replace(/\{\*(\w+)\}/g, '(?<$1>.+)').replace(/\{(\w+):int\}/g, '(?<$1>\\d+)').replace(/\{(\w+)(?::[^}]*)?\}/g, '(?<$1>[^/]+)')}$`);

/**
 * Functions of Azure without their host, which does not run here: the gateway is ours (routes below the prefix, levels of authorisation,
 * for which any credentials count as the key), the requests and responses that the functions see are those of the real package.
 */
export function azure(prefix: string, files: readonly string[]): Pick<PlainOptions, 'create' | 'modules'> {
  const all: Registered[] = [];
  const register = (methods?: readonly string[]) => (name: string, given: Registered['options'] | Registered['options']['handler']): void => {
    const options = typeof given === 'function' ? { handler: given } : given;
    all.push({ name, options: methods ? { ...options, methods } : options });
  };
  const app = { http: register(), get: register(['GET']), post: register(['POST']), put: register(['PUT']), patch: register(['PATCH']), deleteRequest: register(['DELETE']) };
  const missing = Object.keys(app).filter((key) => typeof real.app[key] !== 'function');
  if (missing.length > 0) throw new Error(`The package has no ${missing.join()}.`);
  return {
    modules: { '@azure/functions': { ...real, app } },
    create: (load) => {
      all.length = 0;
      for (const file of files) load(file);
      return async (request: Request): Promise<unknown> => {
        const { pathname } = new URL(request.url);
        for (const { name, options } of all) {
          const match = patternOf(`${prefix === '' ? '' : `${prefix}/`}${options.route ?? name}`).exec(pathname);
          if (!match || !(options.methods ?? ['GET', 'POST']).includes(request.method)) continue;
          if ((options.authLevel ?? 'anonymous') !== 'anonymous' && !request.headers.has('authorization')) return new Response(null, { status: 401 });
          const params = Object.fromEntries(Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined));
          const result = await options.handler(new real.HttpRequest({ nativeRequest: request, params, query: Object.fromEntries(new URL(request.url).searchParams) }), {});
          if (result === undefined) return new Response(null, { status: 204 });
          const made = result instanceof real.HttpResponse ? result : new real.HttpResponse(result);
          return new Response(made['status'] === 204 ? null : await (made['text'] as () => Promise<string>).call(made), { status: made['status'] as number });
        }
        return new Response(null, { status: 404 });
      };
    },
  };
}
