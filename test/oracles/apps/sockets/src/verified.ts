import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { userOf } from './token';

export const server = createServer();

const wss = new WebSocketServer({
  server,
  path: '/verified',
  verifyClient: ({ req }, done) => {
    const user = userOf(req.headers.authorization?.replace('Bearer ', ''));
    if (user) done(true);
    else done(false, 401, 'Unauthorized');
  },
});
wss.on('connection', (socket) => { socket.send('ready'); });
