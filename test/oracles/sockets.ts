import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { close, listen } from './live';
import { appLoader, here } from './load';

interface Socket { on: (name: string, listener: (...args: never[]) => void) => unknown; close: () => void }
interface IoSocket extends Socket { emit: (name: string, ...args: unknown[]) => void }

const require = createRequire(join(here, 'sockets.ts'));
const { WebSocket } = require('ws') as { WebSocket: new (url: string, options: object) => Socket };
const { io } = require('socket.io-client') as { io: (url: string, options: object) => IoSocket };

/** How long to wait for what does not come. */
const PATIENCE = 700;

/** Starts one server of the fixture on a loopback port. */
export async function startSockets(file: string): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const server = appLoader({ app: 'sockets' })(`src/${file}.ts`)['server'] as Server;
  return { origin: await listen(server), stop: () => close(server) };
}

/** Asks for a connection and waits for the first word of the server. */
export async function hears(origin: string, path: string, token?: string): Promise<boolean> {
  const socket = new WebSocket(origin.replace('http', 'ws') + path, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  const heard = await new Promise<boolean>((done) => {
    socket.on('message', () => { done(true); });
    for (const end of ['error', 'close', 'unexpected-response']) socket.on(end, () => { done(false); });
    setTimeout(() => { done(false); }, PATIENCE);
  });
  socket.on('error', () => undefined);
  socket.close();
  return heard;
}

/** Connects to a namespace and, when an event is named, waits for its answer. */
export async function replies(origin: string, namespace: string, event: string | null, args: readonly unknown[], token?: string): Promise<boolean> {
  const socket = io(origin + namespace, { auth: token === undefined ? {} : { token }, reconnection: false, forceNew: true });
  const heard = await new Promise<boolean>((done) => {
    socket.on('connect_error', () => { done(false); });
    socket.on('connect', () => { if (event === null) done(true); else socket.emit(event, ...args, () => { done(true); }); });
    setTimeout(() => { done(false); }, PATIENCE);
  });
  socket.close();
  return heard;
}
