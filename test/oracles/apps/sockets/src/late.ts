import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { userOf } from './token';

export const server = createServer();

const wss = new WebSocketServer({ server, path: '/late' });
wss.on('connection', (socket, req) => {
  const user = userOf(req.headers.authorization?.replace('Bearer ', ''));
  if (!user) {
    socket.close(4401, 'sign in first');
    return;
  }
  socket.send(`hello ${user.sub}`);
});
