import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observe, send, type CallOf, type LiveEndpoint } from './live';
import { liveRows, type Pattern } from './patterns';
import type { StoryApp } from './story-tests';

const secret = 'the secret of the pattern fixtures';

/** Sets what the pattern fixtures read from their environment. */
export function setEnvironment(): void {
  process.env['JWT_SECRET'] = secret;
  process.env['FEATURE_REPORTS'] = 'on';
  delete process.env['API_PREFIX'];
}

/** Credentials that the pattern fixtures take. */
export const tokens = {
  user: jwt.sign({ sub: '1', role: 'user' }, secret),
  admin: jwt.sign({ sub: '2', role: 'admin' }, secret),
};

/** The live table of a running fixture. What is registered for every method and answers none is a guard written as a route. */
export async function liveTable(app: StoryApp, callOf?: CallOf): Promise<LiveEndpoint[]> {
  const table = await observe({ origin: app.origin, tokens }, app.routes, callOf);
  return table.filter(({ method, asAdmin }) => method !== 'ANY' || asAdmin !== 404);
}

/** Tests that a running fixture has exactly the rows that are written down for it, and nothing near them. */
export function showsThePattern(pattern: Pattern, start: () => Promise<StoryApp>, callOf?: CallOf): void {
  describe(pattern.app, () => {
    let app: StoryApp;
    beforeAll(async () => {
      setEnvironment();
      app = await start();
    }, 240_000);
    afterAll(async () => { await app.stop(); });

    it('has the live table that is written down', async () => {
      expect(await liveTable(app, callOf)).toEqual(liveRows(pattern.rows));
    });

    it.each(pattern.misses)('reaches nothing at %s', async (request) => {
      const [method = '', url = ''] = request.split(' ');
      expect([404, 405]).toContain((await send(app.origin, method, url, { token: tokens.admin })).status);
    });
  });
}
