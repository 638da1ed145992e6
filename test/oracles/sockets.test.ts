import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staticModel } from './agree';
import { setEnvironment, tokens } from './pattern-tests';
import { hears, replies, startSockets } from './sockets';

interface Wanted { readonly file: string; readonly id: string; readonly ask: (origin: string, token?: string) => Promise<boolean>; readonly nobody: boolean }

const ws = (file: string, path: string, nobody: boolean): Wanted => ({ file, id: `GET ${path}`, nobody, ask: (origin, token) => hears(origin, path, token) });
const io = (namespace: string, event: string | null, args: readonly unknown[], nobody: boolean): Wanted => ({
  file: 'rooms', nobody, id: `GET /socket.io${namespace === '/' ? event === null ? '' : `#${event}` : `#${namespace}${event === null ? '' : `.${event}`}`}`,
  ask: (origin, token) => replies(origin, namespace, event, args, token),
});

/** What the running servers do, written by hand: whether somebody without a credential is heard. */
const wanted: readonly Wanted[] = [
  ws('plain', '/feed', true), ws('plain', '/orders', false), ws('verified', '/verified', false), ws('late', '/late', false),
  io('/', null, [], true), io('/', 'time', [], true), io('/', 'mine', [], false), io('/admin', null, [], false), io('/admin', 'drop', [1], false),
];

describe('connections that stay open', () => {
  const running = new Map<string, Awaited<ReturnType<typeof startSockets>>>();
  beforeAll(async () => {
    setEnvironment();
    for (const file of new Set(wanted.map((one) => one.file))) running.set(file, await startSockets(file));
  });
  afterAll(async () => { for (const one of running.values()) await one.stop(); });
  const origin = (file: string): string => running.get(file)?.origin ?? '';

  it.each(wanted)('$id hears a user, and nobody only where that is written', async ({ file, ask, nobody }) => {
    expect([await ask(origin(file)), await ask(origin(file), tokens.user)]).toEqual([nobody, true]);
  });

  it.each([['plain', '/other'], ['verified', '/verify'], ['late', '/']])('%s has nothing at %s', async (file, path) => {
    expect(await hears(origin(file), path, tokens.user)).toBe(false);
  });

  it('are in the inventory with the verdicts of the running servers', () => {
    const found = staticModel('sockets').endpoints.filter(({ protocol }) => protocol === 'websocket').map(({ id, auth }) => `${id} ${auth.status}`).sort();
    expect(found).toEqual(wanted.map(({ id, nobody }) => `${id} ${nobody ? 'none' : 'required'}`).sort());
  });
});
