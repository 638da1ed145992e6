import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuses, staticModel } from './agree';
import { setEnvironment, showsThePattern, tokens } from './pattern-tests';
import { signIn, tellsTheStory } from './story-tests';
import { startSvelteKit, type KitApp } from './sveltekit';
import { kitPattern } from './sveltekit-patterns';

describe('SvelteKit tells the story', () => {
  tellsTheStory(() => startSvelteKit('sveltekit', (origin) => signIn(origin, 'admin')));
});

describe('SvelteKit shows the pattern', () => {
  showsThePattern(kitPattern, () => startSvelteKit(kitPattern.app, () => Promise.resolve(tokens.admin)));
});

describe('form actions of SvelteKit', () => {
  let app: KitApp;
  beforeAll(async () => {
    setEnvironment();
    app = await startSvelteKit('sveltekit-actions', () => Promise.resolve(tokens.admin));
  }, 240_000);
  afterAll(async () => { await app.stop(); });

  /** What a form that is posted to an action gets. */
  const post = async (path: string, token: string | null): Promise<number> => (await fetch(app.origin + path, {
    method: 'POST', body: new URLSearchParams({ a: 'b' }), redirect: 'manual', headers: { origin: app.origin, accept: 'text/html', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
  })).status;

  it('are those of the inventory, with its refusals', async () => {
    const { endpoints } = staticModel('sveltekit-actions');
    expect(endpoints.map(({ id, auth }) => `${id} ${auth.status}`).sort()).toEqual([
      'POST /login public', 'POST /tokens?/ask none', 'POST /tokens?/create required', 'POST /tokens?/revoke required',
    ]);
    for (const { path, auth } of endpoints) {
      expect([path, refuses(await post(path, null))]).toEqual([path, auth.status === 'required']);
      expect([path, await post(path, tokens.user)]).toEqual([path, 200]);
    }
    expect(await post('/tokens?/nothing', tokens.user)).toBe(404);
  });
});
