// The story that every dialect's fixture application tells (design, section 6), written by hand: what the running application must
// do, and what the static inventory must say about it.

/** One endpoint of the story. */
export interface StoryEndpoint {
  readonly method: string;
  readonly path: string;
  /** What the static verdict must be. */
  readonly auth: 'required' | 'public' | 'none';
  /** Who is let in when anybody needs to be: every signed-in caller, or administrators only. */
  readonly roles: readonly string[];
  /** Keys of the JSON that leaves for somebody who may call. */
  readonly fields: readonly string[];
  /** Fields among them that must not leave. */
  readonly secrets: readonly string[];
  /** True when a body that makes no sense is refused with 400, false when it is taken, null when no body is read. */
  readonly validated: boolean | null;
  readonly success: number;
  /** A call that succeeds. */
  readonly call: { readonly url: string; readonly body?: unknown };
}

/** Who can sign in to every story application. */
export const accounts = {
  user: { email: 'user@example.com', password: 'correct horse' },
  admin: { email: 'admin@example.com', password: 'battery staple' },
} as const;

const user = { auth: 'required', roles: [] } as const;
const admin = { auth: 'required', roles: ['admin'] } as const;

export const story: readonly StoryEndpoint[] = [
  { method: 'GET', path: '/health', auth: 'public', roles: [], fields: ['status'], secrets: [], validated: null, success: 200, call: { url: '/health' } },
  {
    method: 'POST', path: '/auth/login', auth: 'public', roles: [], fields: ['token'], secrets: [], validated: true, success: 200,
    call: { url: '/auth/login', body: accounts.user },
  },
  { method: 'GET', path: '/items', ...user, fields: ['[].id', '[].name'], secrets: [], validated: null, success: 200, call: { url: '/items' } },
  {
    method: 'GET', path: '/items/{id}', ...user, fields: ['apiSecret', 'id', 'name', 'ownerId'], secrets: ['apiSecret'], validated: null, success: 200,
    call: { url: '/items/1' },
  },
  {
    method: 'POST', path: '/items', auth: 'none', roles: [], fields: ['id', 'name'], secrets: [], validated: false, success: 201,
    call: { url: '/items', body: { name: 'lamp', ownerId: 1, apiSecret: 's3' } },
  },
  { method: 'PUT', path: '/items/{id}', ...user, fields: ['id', 'name'], secrets: [], validated: true, success: 200, call: { url: '/items/1', body: { name: 'desk' } } },
  {
    method: 'GET', path: '/admin/users', ...admin, fields: ['[].email', '[].id', '[].role'], secrets: [], validated: null, success: 200,
    call: { url: '/admin/users' },
  },
  { method: 'DELETE', path: '/admin/users/{id}', ...admin, fields: [], secrets: [], validated: null, success: 204, call: { url: '/admin/users/3' } },
  { method: 'GET', path: '/files/{name}', ...user, fields: ['name', 'size'], secrets: [], validated: null, success: 200, call: { url: '/files/readme.txt' } },
  {
    method: 'GET', path: '/lookup', auth: 'none', roles: [], fields: ['exists'], secrets: [], validated: null, success: 200,
    call: { url: '/lookup?email=user%40example.com' },
  },
];

/** Requests that come near an endpoint and reach none. */
export const nearMisses: readonly (readonly [string, string])[] = [
  ['GET', '/healthz'], ['GET', '/login'], ['GET', '/item'], ['GET', '/users'], ['GET', '/items/1/secret'], ['GET', '/api/items'], ['GET', '/files'], ['GET', '/lookups'],
];
