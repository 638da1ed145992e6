import express, { errorHandler, json, rest } from '@feathersjs/express';
import { feathers } from '@feathersjs/feathers';
import { services } from './services';

export const app = express(feathers());

app.use(json());
app.configure(rest());
app.configure(services);
app.use(errorHandler({ logger: false, html: false }));
