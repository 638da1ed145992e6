import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disagreements, staticModel } from './agree';
import { observeGraph, startGraph, type GraphOptions, type RunningGraph } from './graphql';
import { send, type LiveEndpoint } from './live';
import { setEnvironment, tokens } from './pattern-tests';
import { accounts } from './story';

const story: GraphOptions = {
  app: 'graphql', path: '/graphql', schema: (load) => load('src/app.ts')['schema'], handler: (load) => (load('src/app.ts')['createApp'] as () => unknown)(),
  args: {
    login: accounts.user, item: { id: 1 }, file: { name: 'readme.txt' }, lookup: { email: accounts.user.email }, createItem: { input: { name: 'lamp', ownerId: 1, apiSecret: 's3' } },
    updateItem: { id: 1, name: 'desk' }, removeUser: { id: 3 },
  },
};
const patterns: GraphOptions = {
  app: 'graphql-patterns', path: '/api/graph', schema: (load) => load('src/server.ts')['schema'], handler: (load) => load('src/server.ts')['yoga'],
  args: { post: { id: '1' }, addPost: { title: 'b' }, removePost: { id: '1' } },
};

type Rows = Readonly<Record<string, readonly [number, number, number, string]>>;
/** What the real servers show, written by hand. */
const storyRows: Rows = {
  'Query.health': [200, 200, 200, 'status'], 'Query.items': [401, 200, 200, '[].id [].name'], 'Query.item': [401, 200, 200, 'apiSecret id name ownerId'], 'Query.file': [401, 200, 200, 'name size'],
  'Query.lookup': [200, 200, 200, 'exists'], 'Query.users': [401, 403, 200, '[].email [].id [].role'], 'Mutation.login': [200, 200, 200, 'token'], 'Mutation.createItem': [200, 200, 200, 'id name'],
  'Mutation.updateItem': [401, 200, 200, 'id name'], 'Mutation.removeUser': [401, 403, 200, ''],
};
const post = 'author.id author.name comments[].id comments[].text id secret title';
const many = post.split(' ').map((field) => `[].${field}`).join(' ');
const patternRows: Rows = {
  'Query.posts': [200, 200, 200, many], 'Query.post': [200, 200, 200, post], 'Query.mine': [401, 200, 200, many], 'Query.ruled': [403, 200, 200, ''], 'Query.either': [403, 403, 200, ''],
  'Query.allowed': [200, 200, 200, ''], 'Query.silent': [200, 200, 200, ''], 'Query.returned': [401, 200, 200, ''], 'Query.alpha': [200, 200, 200, ''], 'Query.beta': [200, 200, 200, ''],
  'Mutation.addPost': [403, 200, 200, post], 'Mutation.removePost': [403, 403, 200, ''], 'Mutation.sweep': [403, 200, 200, ''],
};

async function signIn(origin: string, who: keyof typeof accounts): Promise<string> {
  const { json } = await send(origin, 'POST', '/graphql', { body: { query: 'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { token } }', variables: accounts[who] } });
  return (json as { data: { login: { token: string } } }).data.login.token;
}

const cases = [
  { options: story, rows: storyRows, signed: async (origin: string) => ({ user: await signIn(origin, 'user'), admin: await signIn(origin, 'admin') }) },
  { options: patterns, rows: patternRows, signed: () => Promise.resolve(tokens) },
];

describe.each(cases)('the operations of $options.app', ({ options, rows, signed }) => {
  let running: RunningGraph;
  let live: readonly LiveEndpoint[];
  beforeAll(async () => {
    setEnvironment();
    running = await startGraph(options);
    live = await observeGraph(running, options, await signed(running.origin));
  }, 120_000);
  afterAll(async () => { await running.stop(); });

  it('are, answer and send what is written down', () => {
    const seen = Object.fromEntries(live.map(({ path, withoutCredentials, asUser, asAdmin, fields }) => [path.slice(path.indexOf('#') + 1), [withoutCredentials, asUser, asAdmin, fields.join(' ')]]));
    expect(seen).toEqual(rows);
  });

  it('are in the inventory with the verdicts and the fields of the running schema', () => {
    const model = staticModel(options.app);
    expect(disagreements({ ...model, endpoints: model.endpoints.filter(({ path }) => path.includes('#')) }, live)).toEqual([]);
  });

  it('stand behind the one address that answers', async () => {
    const addresses = staticModel(options.app).endpoints.filter(({ path }) => !path.includes('#')).map(({ id, auth }) => `${id} ${auth.status}`);
    expect(addresses).toEqual([`POST ${options.path} public`]);
    expect((await send(running.origin, 'POST', options.path, { body: { query: '{ __typename }' } })).status).toBe(200);
    expect((await send(running.origin, 'POST', '/graphqls', { body: { query: '{ __typename }' } })).status).toBe(404);
  });

  it('ask for the roles that the running schema asks for', () => {
    // Where one of two rules is enough, the roles of both are told.
    const admins = live.filter(({ path, asUser, asAdmin }) => asUser === 403 && asAdmin === 200).map(({ path }) => path);
    const told = staticModel(options.app).endpoints.filter(({ auth }) => auth.roles.includes('admin')).map(({ path }) => path);
    expect(told.sort()).toEqual(admins.sort());
  });
});
