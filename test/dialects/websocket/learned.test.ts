import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (text: string): string[] => endpoints({ 'server.ts': text }).map(({ id, protocol, auth }) => `${id} ${protocol} ${auth.status}`).sort();
const jwt = "import jwt from 'jsonwebtoken';\n";

describe('ws', () => {
  it('answers at its path', () => {
    expect(told("import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 1, path: '/chat' });\nwss.on('connection', (ws) => { ws.on('message', (data) => ws.send(String(data))); });")).toEqual(['GET /chat websocket none']);
  });

  it('answers everywhere without one', () => {
    expect(told("import WebSocket from 'ws';\nconst wss = new WebSocket.Server({ port: 1 });\nwss.on('connection', (ws) => ws.send('hello'));")).toEqual(['GET /{path*} websocket none']);
  });

  it('asks who comes before or after the handshake', () => {
    expect(told(`${jwt}import { WebSocketServer } from 'ws';
      const a = new WebSocketServer({ port: 1, path: '/a', verifyClient: ({ req }) => { try { jwt.verify(req.headers.authorization, 'x'); return true; } catch { return false; } } });
      a.on('connection', (ws) => ws.send('a'));
      const b = new WebSocketServer({ port: 2, path: '/b' });
      b.on('connection', (ws, req) => { if (!req.headers['x-api-key']) { ws.close(1008, 'no'); return; } ws.on('message', () => ws.send('b')); });`)).toEqual(['GET /a websocket required', 'GET /b websocket required']);
  });

  it('is told apart by what hands connections over', () => {
    expect(told(`${jwt}import { createServer } from 'node:http';
      import { WebSocketServer } from 'ws';
      const server = createServer();
      const open = new WebSocketServer({ noServer: true });
      const closed = new WebSocketServer({ noServer: true });
      open.on('connection', (ws) => ws.send('open'));
      closed.on('connection', (ws) => ws.send('closed'));
      server.on('upgrade', (req, socket, head) => {
        const { pathname } = new URL(req.url, 'http://localhost');
        if (pathname === '/open') open.handleUpgrade(req, socket, head, (ws) => open.emit('connection', ws, req));
        else if (pathname === '/closed') {
          if (!req.headers.authorization) { socket.write('HTTP/1.1 401 Unauthorized\\r\\n\\r\\n'); socket.destroy(); return; }
          closed.handleUpgrade(req, socket, head, (ws) => closed.emit('connection', ws, req));
        } else socket.destroy();
      });
      server.listen(1);`)).toEqual(['GET /closed websocket required', 'GET /open websocket none']);
  });
});

describe('socket.io', () => {
  it('has namespaces with middleware and events', () => {
    expect(told(`${jwt}import { Server } from 'socket.io';
      import { createServer } from 'node:http';
      const io = new Server(createServer());
      io.on('connection', (socket) => {
        socket.on('ping', (callback) => callback('pong'));
        socket.on('disconnect', () => undefined);
      });
      const admin = io.of('/admin');
      admin.use((socket, next) => {
        try { socket.data.user = jwt.verify(socket.handshake.auth.token, 'x'); next(); } catch { next(new Error('unauthorized')); }
      });
      admin.on('connection', (socket) => { socket.on('drop', (id, callback) => callback(id)); });`)).toEqual([
      'GET /socket.io websocket none', 'GET /socket.io#/admin websocket required', 'GET /socket.io#/admin.drop websocket required', 'GET /socket.io#ping websocket none',
    ]);
  });

  it('may ask in the connection', () => {
    expect(told(`const io = require('socket.io')(3000, { path: '/chat' });
      io.on('connection', (socket) => {
        if (!socket.handshake.headers.authorization) { socket.disconnect(true); return; }
        socket.on('say', (text) => { socket.emit('said', text); });
      });`)).toEqual(['GET /chat websocket required', 'GET /chat#say websocket required']);
  });
});
