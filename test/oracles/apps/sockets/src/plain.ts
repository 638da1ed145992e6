import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { userOf } from './token';

export const server = createServer((_req, res) => { res.end('ok'); });

const feed = new WebSocketServer({ noServer: true });
feed.on('connection', (socket) => { socket.send(JSON.stringify({ price: 1 })); });

const orders = new WebSocketServer({ noServer: true });
orders.on('connection', (socket) => {
  socket.on('message', (data) => { socket.send(String(data)); });
  socket.send('ready');
});

server.on('upgrade', (req, socket, head) => {
  const { pathname } = new URL(req.url ?? '/', 'http://localhost');
  if (pathname === '/feed') {
    feed.handleUpgrade(req, socket, head, (ws) => { feed.emit('connection', ws, req); });
    return;
  }
  if (pathname === '/orders') {
    if (!userOf(req.headers.authorization?.replace('Bearer ', ''))) {
      socket.write('HTTP/1.1 401 Unauthorized\r\n\r\n');
      socket.destroy();
      return;
    }
    orders.handleUpgrade(req, socket, head, (ws) => { orders.emit('connection', ws, req); });
    return;
  }
  socket.destroy();
});
