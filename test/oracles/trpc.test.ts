import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disagreements, staticModel } from './agree';
import { send } from './live';
import { setEnvironment, tokens } from './pattern-tests';
import { accounts } from './story';
import { observeTrpc, startTrpc, type RunningTrpc, type TrpcOptions } from './trpc';

type Module = Record<string, unknown>;
const createCaller: TrpcOptions['createCaller'] = (_load, router) => (context) => (router as { createCaller: (given: unknown) => unknown }).createCaller(context);

const story: TrpcOptions = {
  app: 'trpc', prefix: '/api/trpc', router: (load) => load('src/router.ts')['appRouter'], handler: (load) => load('src/app.ts')['app'], createCaller, context: (load) => ({ prisma: load('src/lib/db.ts')['prisma'] }),
  inputs: {
    'auth.login': accounts.user, 'items.byId': { id: 1 }, 'items.create': { name: 'lamp', ownerId: 1, apiSecret: 's3' }, 'items.update': { id: 1, name: 'desk' },
    'admin.users.remove': 3, file: { name: 'readme.txt' }, lookup: { email: accounts.user.email },
  },
};
const patterns: TrpcOptions = {
  app: 'trpc-patterns', prefix: '/rpc', router: (load) => load('src/router.ts')['appRouter'], handler: (load) => load('src/server.ts')['handler'], createCaller,
  inputs: { 'posts.remove': { id: '1' }, 'posts.edit': { id: '1' } },
};

/** What the real tRPC shows, written by hand: answers to nobody, a user and an administrator, and the fields of the data. */
const storyRows: Readonly<Record<string, readonly [number, number, number, string]>> = {
  'POST admin.users.remove': [401, 403, 200, ''], 'GET admin.users.list': [401, 403, 200, '[].email [].id [].role'],
  'POST auth.login': [200, 200, 200, 'token'], 'GET file': [401, 200, 200, 'name size'], 'GET health': [200, 200, 200, 'status'],
  'GET items.byId': [401, 200, 200, 'apiSecret id name ownerId'], 'POST items.create': [200, 200, 200, 'id name'], 'GET items.list': [401, 200, 200, '[].id [].name'],
  'POST items.update': [401, 200, 200, 'id name'], 'GET lookup': [200, 200, 200, 'exists'],
};
const patternRows: typeof storyRows = {
  'GET flags.alpha': [401, 200, 200, 'alpha'], 'GET flags.beta': [401, 200, 200, 'beta'], 'GET listed': [200, 200, 200, '[].id [].title'],
  'GET posts.closed': [401, 200, 200, 'who'], 'POST posts.edit': [401, 200, 200, 'id title'], 'GET posts.greet': [200, 200, 200, 'hello'], 'GET posts.list': [200, 200, 200, '[].id [].title'],
  'GET posts.nested.deep.ping': [200, 200, 200, ''], 'GET posts.open': [200, 200, 200, 'ok'], 'GET posts.own': [403, 200, 200, 'mine'], 'POST posts.remove': [401, 403, 200, 'removed'],
  'GET posts.shown': [200, 200, 200, 'author.name id title'], 'GET posts.whole': [200, 200, 200, 'author.name draft id title'], 'GET slow.report': [401, 200, 200, 'rows'], 'GET version': [200, 200, 200, 'version'],
};

async function signIn(origin: string, who: keyof typeof accounts): Promise<string> {
  const { json } = await send(origin, 'POST', '/api/trpc/auth.login', { body: accounts[who] });
  return (json as { result: { data: { token: string } } }).result.data.token;
}

const cases = [
  { options: story, rows: storyRows, signed: async (origin: string) => ({ user: await signIn(origin, 'user'), admin: await signIn(origin, 'admin') }) },
  { options: patterns, rows: patternRows, signed: () => Promise.resolve(tokens) },
];

describe.each(cases)('the procedures of $options.app', ({ options, rows, signed }) => {
  let running: RunningTrpc;
  let live: Awaited<ReturnType<typeof observeTrpc>>;
  beforeAll(async () => {
    setEnvironment();
    running = await startTrpc(options);
    live = await observeTrpc(running, options, await signed(running.origin));
  }, 120_000);
  afterAll(async () => { await running.stop(); });

  it('are, answer and send what is written down', () => {
    const seen = Object.fromEntries(live.map(({ method, path, withoutCredentials, asUser, asAdmin, fields }) => [`${method} ${path.slice(options.prefix.length + 1)}`, [withoutCredentials, asUser, asAdmin, fields.join(' ')]]));
    expect(seen).toEqual(rows);
  });

  it('are in the inventory with the verdicts and the fields of the running router', () => {
    expect(disagreements(staticModel(options.app), live)).toEqual([]);
  });

  it('refuse a caller on the server whose context knows nobody where the inventory says so', async () => {
    const model = staticModel(options.app);
    const wrong: string[] = [];
    for (const { method, path } of running.routes) {
      const endpoint = model.endpoints.find(({ id, state }) => id === `${method} ${path}` && state === 'live');
      const called = await running.callAsNobody(path.slice(options.prefix.length + 1));
      // Who signs in with a wrong password is refused, too; the account is there.
      if ((endpoint?.auth.status === 'required') !== (called !== 'answers')) wrong.push(`${path}: ${called}, ${String(endpoint?.auth.status)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('ask for the roles that the running router asks for', () => {
    const model = staticModel(options.app);
    const admins = live.filter(({ asUser, asAdmin }) => asUser === 403 && asAdmin === 200).map(({ method, path }) => `${method} ${path}`);
    expect(model.endpoints.filter(({ auth, state }) => auth.roles.includes('admin') && state === 'live').map(({ id }) => id).sort()).toEqual(admins.sort());
  });
});

it('stand for nothing that only a caller on the server uses', () => {
  expect(staticModel('trpc-patterns').endpoints.filter(({ state }) => state === 'unmounted').map(({ id }: { id: Module['id'] }) => id)).toEqual(['GET /secret']);
});
