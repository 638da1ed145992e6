import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { userOf } from './token';

export const server = createServer();
const io = new Server(server);

io.on('connection', (socket) => {
  socket.on('time', (reply) => { reply('noon'); });
  socket.on('mine', (reply) => {
    const user = userOf(socket.handshake.auth.token);
    if (!user) return;
    reply(user.sub);
  });
});

const admin = io.of('/admin');
admin.use((socket, next) => {
  const user = userOf(socket.handshake.auth.token);
  if (!user) {
    next(new Error('unauthorized'));
    return;
  }
  socket.data.user = user;
  next();
});
admin.on('connection', (socket) => {
  socket.on('drop', (id, reply) => { reply(id); });
});
