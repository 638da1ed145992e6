import { createServer } from 'node:http';
import type { LiveEndpoint, Route } from './live';
import { close, fieldsOf, listen, send } from './live';
import { appLoader, type LoadOptions } from './load';

interface Procedure { readonly _def: { readonly type: 'query' | 'mutation' | 'subscription' } }
interface Router { readonly _def: { readonly procedures: Readonly<Record<string, Procedure>>; readonly lazy?: Readonly<Record<string, { readonly load: () => Promise<unknown> }>> } }

export interface TrpcOptions extends LoadOptions {
  readonly router: (load: (file: string) => Record<string, unknown>) => unknown;
  readonly handler: (load: (file: string) => Record<string, unknown>) => unknown;
  /** Where the handler answers. */
  readonly prefix: string;
  /** Inputs of procedures that refuse an empty one. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What the context holds besides the caller. */
  readonly context?: (load: (file: string) => Record<string, unknown>) => Record<string, unknown>;
  readonly createCaller: (load: (file: string) => Record<string, unknown>, router: unknown) => (context: unknown) => unknown;
}

export interface RunningTrpc {
  readonly origin: string;
  readonly routes: readonly Route[];
  /** Calls a procedure on the server without any request, as nobody. */
  readonly callAsNobody: (name: string) => Promise<'answers' | 'UNAUTHORIZED' | 'FORBIDDEN'>;
  readonly stop: () => Promise<void>;
}

/** What the real router holds: lazy routers are loaded first. */
async function proceduresOf(router: Router): Promise<readonly (readonly [string, Procedure])[]> {
  for (let rounds = 0; rounds < 4; rounds++) for (const lazy of Object.values(router._def.lazy ?? {})) await lazy.load();
  return Object.entries(router._def.procedures);
}

/** Loads a fixture with the real tRPC and lets its handler listen on a loopback port. */
export async function startTrpc(options: TrpcOptions): Promise<RunningTrpc> {
  const load = appLoader({ ...options, packages: { express: 'express5', '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  const router = options.router(load) as Router;
  const server = createServer(options.handler(load) as Parameters<typeof createServer>[1]);
  const procedures = await proceduresOf(router);
  const routes = procedures.map(([name, { _def }]): Route => ({ method: _def.type === 'mutation' ? 'POST' : 'GET', path: `${options.prefix}/${name}` }));
  const callAsNobody: RunningTrpc['callAsNobody'] = async (name) => {
    let at = options.createCaller(load, router)({ ...options.context?.(load), user: null }) as Record<string, unknown>;
    const parts = name.split('.');
    for (const part of parts.slice(0, -1)) at = at[part] as Record<string, unknown>;
    try {
      await (at[parts.at(-1) ?? ''] as (input: unknown) => Promise<unknown>)(options.inputs[name]);
      return 'answers';
    } catch (error) {
      const { code } = error as { code?: string };
      return code === 'UNAUTHORIZED' || code === 'FORBIDDEN' ? code : 'answers';
    }
  };
  return { origin: await listen(server), routes, callAsNobody, stop: () => close(server) };
}

/** Calls every procedure over HTTP as nobody, as a user and as an administrator; the fields are those of its data. */
export async function observeTrpc({ origin, routes }: RunningTrpc, { prefix, inputs }: TrpcOptions, tokens: { readonly user: string; readonly admin: string }): Promise<LiveEndpoint[]> {
  const out: LiveEndpoint[] = [];
  for (const { method, path } of routes) {
    const input = inputs[path.slice(prefix.length + 1)];
    const url = method === 'GET' && input !== undefined ? `${path}?input=${encodeURIComponent(JSON.stringify(input))}` : path;
    const call = (token?: string) => send(origin, method, url, { ...(token === undefined ? {} : { token }), ...(method === 'POST' ? { body: input ?? {} } : {}) });
    const [nobody, user, admin] = [await call(), await call(tokens.user), await call(tokens.admin)];
    const best = [admin, user, nobody].find((answer) => answer.status < 300);
    const data = (best?.json as { result?: { data?: unknown } } | undefined)?.result?.data;
    out.push({ method, path, withoutCredentials: nobody.status, asUser: user.status, asAdmin: admin.status, fields: data === undefined ? [] : fieldsOf(data) });
  }
  return out.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}
