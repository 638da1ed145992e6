import { createServer } from 'node:http';
import { toNodeListener } from 'h3';
import { app } from './app';

createServer(toNodeListener(app)).listen(Number(process.env.PORT ?? 3000));
