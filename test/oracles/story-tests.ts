import { afterAll, beforeAll, expect, it } from 'vitest';
import { fieldsOf, observe, send, type LiveEndpoint, type Route } from './live';
import { accounts, nearMisses, story, type StoryEndpoint } from './story';
import { wantedTable } from './wanted';

/** A story application that runs. */
export interface StoryApp {
  readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void>;
  /** What it answers to a senseless body; 400 when not given. */
  readonly senseless?: number;
}

/** Signs in as one of the story's people. */
export async function signIn(origin: string, who: keyof typeof accounts): Promise<string> {
  const { json } = await send(origin, 'POST', '/auth/login', { body: accounts[who] });
  return (json as { token: string }).token;
}

const callFor = (route: Route): StoryEndpoint['call'] => {
  const endpoint = story.find((one) => one.method === route.method && one.path === route.path);
  return endpoint?.call ?? { url: route.path };
};

/** The live table of a running story application. */
export async function storyTable(app: StoryApp): Promise<LiveEndpoint[]> {
  const tokens = { user: await signIn(app.origin, 'user'), admin: await signIn(app.origin, 'admin') };
  return observe({ origin: app.origin, tokens }, app.routes, callFor);
}

/** Tests that a running application tells the story: the table, the answers, the near misses, the bodies. */
export function tellsTheStory(start: () => Promise<StoryApp>): void {
  let app: StoryApp;
  beforeAll(async () => { app = await start(); }, 240_000);
  afterAll(async () => { await app.stop(); });

  it('has the live table that the story tells', async () => {
    expect(await storyTable(app)).toEqual(wantedTable());
  });

  it.each(nearMisses)('reaches nothing at %s %s', async (method, url) => {
    const { status } = await send(app.origin, method, url, { token: await signIn(app.origin, 'admin') });
    expect([404, 405]).toContain(status);
  });

  it('refuses a forged token', async () => {
    const { status } = await send(app.origin, 'GET', '/items', { token: `${await signIn(app.origin, 'user')}x` });
    expect(status).toBe(401);
  });

  it.each(story.filter((one) => one.validated !== null))('$method $path refuses a senseless body only where the story says so', async ({ method, call, validated }) => {
    const { status } = await send(app.origin, method, call.url, { token: await signIn(app.origin, 'admin'), body: { nonsense: 1 } });
    if (validated === true) expect(status).toBe(app.senseless ?? 400);
    else expect(status).toBeLessThan(300);
  });

  it('leaks the secrets that it is meant to leak', async () => {
    const token = await signIn(app.origin, 'user');
    for (const { method, call, secrets } of story.filter((one) => one.secrets.length > 0)) {
      expect(fieldsOf((await send(app.origin, method, call.url, { token })).json)).toEqual(expect.arrayContaining([...secrets]));
    }
  });

  it('confirms that an e-mail address exists to anybody', async () => {
    expect((await send(app.origin, 'GET', '/lookup?email=user%40example.com')).json).toEqual({ exists: true });
    expect((await send(app.origin, 'GET', '/lookup?email=nobody%40example.com')).json).toEqual({ exists: false });
  });
}
