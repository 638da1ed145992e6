import { createServer } from 'node:http';
import { handle } from './app';

export const server = createServer((req, res) => {
  handle(req, res).catch(() => {
    res.statusCode = 500;
    res.end();
  });
});

if (process.env.NODE_ENV === 'production') server.listen(Number(process.env.PORT ?? 3000));
