import { createServer } from 'node:http';
import { app } from './app';

createServer(app.callback()).listen(3000);
