import { Hono, type Context, type Handler, type MiddlewareHandler } from 'hono';
import { createFactory } from 'hono/factory';
import { jwt } from 'hono/jwt';
import { createBooks } from './books';
import pages from './pages.json';
import { Prefix, routes, verbs } from './routes';

const factory = createFactory();
const guard: MiddlewareHandler = jwt({ secret: process.env.JWT_SECRET!, alg: 'HS256' });

export const app = factory.createApp();

for (const { method, path, open, handler } of routes) {
  if (open) app[method](path, handler);
  else app[method](path, guard, handler);
}

verbs.forEach((verb) => { app.on(verb, '/resources/films', guard, (c) => c.json({ [verb.toLowerCase()]: 1 })); });
Object.entries({ first: 1, second: 2 }).map(([name, value]) => app.get(`/handlers/${name}`, (c) => c.json({ [name]: value })));
for (const page of pages) app.get(page.url, (c) => c.json({ title: page.title }));

// Wrappers.
const secured = (to: Hono, path: string, ...handlers: Handler[]) => to.get(`${Prefix.Wrapped}${path}`, guard, ...handlers);
secured(app, '/secure', (c: Context) => c.json({ secure: 1 }));
const traced = <T>(run: (c: Context) => T) => async (c: Context) => run(c);
app.get(`${Prefix.Wrapped}/open`, traced((c) => c.json({ open: 1 })));

// Handlers that are made together.
const made = factory.createHandlers(guard, (c) => c.json({ made: 1 }));
app.get('/made', ...made);

const prefix = process.env.API_PREFIX ?? '/v1';
app.basePath(prefix).get('/ping', (c) => c.json({ ping: 1 }));

app.route('/books', createBooks({ guard }));
