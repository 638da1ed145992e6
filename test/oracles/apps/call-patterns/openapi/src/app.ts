import { join } from 'node:path';
import express from 'express';
import { OpenAPIBackend, type Context } from 'openapi-backend';
import { token } from './security';

const api = new OpenAPIBackend({
  definition: join(__dirname, '../openapi.json'),
  apiRoot: '/api',
  handlers: {
    listPets: (_c: Context, _req: express.Request, res: express.Response) => res.json({ pets: 1 }),
    unauthorizedHandler: (_c: Context, _req: express.Request, res: express.Response) => res.status(401).json({ error: 'sign in first' }),
    notFound: (_c: Context, _req: express.Request, res: express.Response) => res.status(404).end(),
  },
  securityHandlers: { token },
});

api.register('createPet', (_c: Context, _req: express.Request, res: express.Response) => res.status(201).json({ created: 1 }));
api.register({
  showPet: (c: Context, _req: express.Request, res: express.Response) => res.json({ pet: c.request.params.petId }),
  removePet: (c: Context, _req: express.Request, res: express.Response) => (c.security.token.role === 'admin' ? res.sendStatus(204) : res.sendStatus(403)),
  optional: (_c: Context, _req: express.Request, res: express.Response) => res.json({ optional: 1 }),
});

export const app = express();
app.use(express.json());
app.use((req, res) => api.handleRequest({ method: req.method, path: req.path, query: req.query as never, headers: req.headers as never, body: req.body }, req, res));

export const ready = api.init();
