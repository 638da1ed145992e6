import { createServer } from 'node:http';
import type { LiveEndpoint, Route } from './live';
import { close, fieldsOf, listen, send } from './live';
import { appLoader, type LoadOptions } from './load';

interface Type { readonly name?: string; readonly ofType?: Type; readonly getFields?: () => Readonly<Record<string, Field>>; readonly toString: () => string }
interface Field { readonly name: string; readonly type: Type; readonly args: readonly { readonly name: string; readonly type: Type; readonly defaultValue?: unknown }[] }
interface Schema { readonly getQueryType: () => Type | null; readonly getMutationType: () => Type | null }

export interface GraphOptions extends LoadOptions {
  readonly schema: (load: (file: string) => Record<string, unknown>) => unknown;
  readonly handler: (load: (file: string) => Record<string, unknown>) => unknown;
  readonly path: string;
  /** Arguments of root fields that need some. */
  readonly args: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Root extends Route { readonly kind: 'Query' | 'Mutation'; readonly name: string; readonly field: Field }
export interface RunningGraph { readonly origin: string; readonly roots: readonly Root[]; readonly stop: () => Promise<void> }

/** Loads a fixture with the real GraphQL and lets its handler listen on a loopback port. */
export async function startGraph(options: GraphOptions): Promise<RunningGraph> {
  const load = appLoader({ ...options, packages: { express: 'express5', '@prisma/client': './stubs/prisma-client.ts', ...options.packages } });
  const schema = options.schema(load) as Schema;
  const server = createServer(await options.handler(load) as Parameters<typeof createServer>[1]);
  const roots = ([['Query', schema.getQueryType()], ['Mutation', schema.getMutationType()]] as const).flatMap(([kind, type]) =>
    Object.values(type?.getFields?.() ?? {}).map((field): Root => ({ kind, name: field.name, field, method: 'POST', path: `${options.path}#${kind}.${field.name}` })));
  return { origin: await listen(server), roots, stop: () => close(server) };
}

const named = (type: Type): Type => type.ofType ? named(type.ofType) : type;

/** Everything that can be asked of a type, two steps into it and never in circles. */
function selection(type: Type, on: readonly string[]): string {
  const fields = type.getFields?.();
  if (!fields) return '';
  const all = Object.values(fields).flatMap((field) => {
    const inner = named(field.type);
    if (!inner.getFields) return [field.name];
    return on.includes(String(inner.name)) || on.length > 2 ? [] : [`${field.name} ${selection(inner, [...on, String(inner.name)])}`];
  });
  return `{ ${all.join(' ')} }`;
}

/** The status that an answer means: GraphQL says what is wrong in its errors. */
function statusOf({ status, json }: { readonly status: number; readonly json: unknown }): number {
  const errors = (json as { errors?: { message: string; extensions?: { code?: string } }[] } | undefined)?.errors ?? [];
  const [error] = errors;
  if (!error) return status;
  if (error.extensions?.code === 'UNAUTHENTICATED') return 401;
  return error.extensions?.code === 'FORBIDDEN' || /not authorised/i.test(error.message) ? 403 : 500;
}

/** Asks for every root field as nobody, as a user and as an administrator; the fields are those of its data. */
export async function observeGraph({ origin, roots }: RunningGraph, { path, args }: GraphOptions, tokens: { readonly user: string; readonly admin: string }): Promise<LiveEndpoint[]> {
  const out: LiveEndpoint[] = [];
  for (const { kind, name, field, ...route } of roots) {
    const given = field.args.filter((one) => args[name]?.[one.name] !== undefined);
    const variables = given.length === 0 ? '' : `(${given.map((one) => `$${one.name}: ${one.type.toString()}`).join(', ')})`;
    const passed = given.length === 0 ? '' : `(${given.map((one) => `${one.name}: $${one.name}`).join(', ')})`;
    const type = named(field.type);
    const query = `${kind.toLowerCase()} ${variables} { ${name}${passed} ${selection(type, [String(type.name)])} }`;
    const call = (token?: string) => send(origin, 'POST', path, { ...(token === undefined ? {} : { token }), body: { query, variables: args[name] ?? {} } });
    const answers = [await call(), await call(tokens.user), await call(tokens.admin)];
    const [nobody = 0, user = 0, admin = 0] = answers.map(statusOf);
    const best = [...answers].reverse().find((answer) => statusOf(answer) === 200);
    const data = (best?.json as { data?: Record<string, unknown> } | undefined)?.data?.[name];
    out.push({ ...route, withoutCredentials: nobody, asUser: user, asAdmin: admin, fields: fieldsOf(data) });
  }
  return out;
}
