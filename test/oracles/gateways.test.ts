import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staticModel } from './agree';
import { startNest, type NestApp } from './nest';
import { setEnvironment, tokens } from './pattern-tests';
import { replies } from './sockets';

/** Namespace and event of every message that the gateways of the fixture take. */
const messages: Readonly<Record<string, readonly [namespace: string, event: string]>> = {
  'GET /socket.io#ping': ['/', 'ping'],
  'GET /socket.io#say': ['/', 'say'],
  'GET /socket.io#/news.latest': ['/news', 'latest'],
  'GET /socket.io#/rooms.enter': ['/rooms', 'enter'],
};

describe('gateways of Nest', () => {
  const found = staticModel('gateways').endpoints.filter(({ protocol }) => protocol === 'websocket');
  let app: NestApp;
  beforeAll(async () => {
    setEnvironment();
    app = await startNest('gateways');
  }, 120_000);
  afterAll(async () => { await app.stop(); });

  it('are the messages that somebody can send, and their connections', () => {
    expect(found.map(({ id }) => id).sort()).toEqual([...Object.keys(messages), 'GET /socket.io', 'GET /socket.io#/news', 'GET /socket.io#/rooms'].sort());
  });

  it.each(Object.entries(messages))('%s answers to those that the inventory says', async (id, [namespace, event]) => {
    const endpoint = found.find((one) => one.id === id);
    expect(await replies(app.origin, namespace, event, [{ text: 'hello', page: 1 }], tokens.user)).toBe(true);
    expect(await replies(app.origin, namespace, event, [{ text: 'hello', page: 1 }])).toBe(endpoint?.auth.status !== 'required');
  });

  it('are not asked by the guard of the application', () => {
    expect(found.find(({ id }) => id === 'GET /socket.io#ping')?.auth.status).toBe('none');
    expect(staticModel('gateways').endpoints.find(({ id }) => id === 'GET /status')?.auth.status).not.toBe('none');
  });
});
