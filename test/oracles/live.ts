import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One endpoint as the running application shows it. */
export interface LiveEndpoint {
  readonly method: string;
  /** Contract notation: `/items/{id}`, `{rest*}`, `{id?}`. */
  readonly path: string;
  readonly withoutCredentials: number;
  readonly asUser: number;
  readonly asAdmin: number;
  /** Keys of the JSON that left, dotted, lists as `[]`; of the most privileged call that succeeded. */
  readonly fields: readonly string[];
}

/** A row of a live routing table. */
export interface Route { readonly method: string; readonly path: string }

/** A running application: where it listens and what it takes as credentials. */
export interface Running {
  readonly origin: string;
  readonly tokens: { readonly user: string; readonly admin: string };
}

export interface Answer { readonly status: number; readonly text: string; readonly json: unknown }

/** Sends one request; redirects are answers, not instructions. */
export async function send(origin: string, method: string, url: string, options: { readonly token?: string; readonly body?: unknown } = {}): Promise<Answer> {
  const headers: Record<string, string> = {};
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(origin + url, {
    method, headers, redirect: 'manual', ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, text, json };
}

/** The dotted keys of a JSON value; lists are one `[]`, whatever their length. */
export function fieldsOf(value: unknown): string[] {
  const found = new Set<string>();
  const visit = (one: unknown, path: string): void => {
    if (Array.isArray(one)) for (const item of one) visit(item, `${path}[]`);
    else if (one !== null && typeof one === 'object') for (const [key, inner] of Object.entries(one)) visit(inner, path === '' ? key : `${path}.${key}`);
    else if (path !== '') found.add(path);
  };
  visit(value, '');
  return [...found].sort();
}

/** How a route is called: the URL with samples for its parameters, and a body. */
export type CallOf = (route: Route) => { readonly url: string; readonly body?: unknown };

/** A call with a sample for every parameter. */
export const sampleCall: CallOf = ({ method, path }) => ({
  url: path.replace(/\{\w+\*\}/g, 'a/b').replace(/\{\w+\??\}/g, '1'),
  ...(['POST', 'PUT', 'PATCH'].includes(method) ? { body: {} } : {}),
});

/** Calls every route as nobody, as a user and as an administrator. */
export async function observe(running: Running, routes: readonly Route[], callOf: CallOf = sampleCall): Promise<LiveEndpoint[]> {
  const { origin, tokens } = running;
  const out: LiveEndpoint[] = [];
  for (const route of routes) {
    const { url, body } = callOf(route);
    const method = route.method === 'ANY' ? 'PATCH' : route.method;
    const options = body === undefined ? {} : { body };
    const nobody = await send(origin, method, url, options);
    const user = await send(origin, method, url, { ...options, token: tokens.user });
    const admin = await send(origin, method, url, { ...options, token: tokens.admin });
    const best = [admin, user, nobody].find((answer) => answer.status < 300);
    out.push({
      ...route, withoutCredentials: nobody.status, asUser: user.status, asAdmin: admin.status, fields: best === undefined ? [] : fieldsOf(best.json),
    });
  }
  return out.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}

/** Listens on a free loopback port. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Stops a server and its idle connections. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => { done(); }));
}
