import jwt from '@fastify/jwt';
import Fastify, { type FastifyInstance, type RouteHandlerMethod } from 'fastify';
import { handlers } from './handlers';
import pages from './pages.json';
import { routes } from './routes';
import { Server } from './server';

const app = Fastify();
app.register(jwt, { secret: process.env.JWT_SECRET! });
const signedIn = async (request) => { await request.jwtVerify(); };

// A list of objects, with the verb as text.
for (const route of routes) {
  app[route.method.toLowerCase() as 'get'](route.path, { onRequest: route.open ? [] : [signedIn] }, route.handler);
}
// Complete options from a list.
routes.map(({ method, path, handler }) => ({ method, url: `/full${path}`, handler, preHandler: signedIn })).forEach((options) => app.route(options));
// Entries of an object.
for (const [name, handler] of Object.entries(handlers)) app.get(`/handlers/${name}`, handler);
// A list of names, twice nested.
(['get', 'put'] as const).forEach((verb) => {
  ['books', 'films'].forEach((resource) => app[verb](`/resources/${resource}`, { onRequest: signedIn }, async () => ({ [verb]: resource })));
});
// JSON from a file.
pages.map((page) => app.get(page.url, async () => ({ title: page.title })));
// Plugins in a loop, under the keys of an object.
const areas = { north: 1, south: 2 };
for (const name of Object.keys(areas)) app.register(async (area) => { area.get('/', async () => ({ [name]: 1 })); }, { prefix: `/areas/${name}` });
// A wrapper that registers.
function register(target: FastifyInstance, method: 'GET' | 'POST', path: string, handler: RouteHandlerMethod, secure = true) {
  target.route({ method, url: '/wrapped' + path, ...(secure ? { onRequest: signedIn } : {}), handler });
}
register(app, 'GET', '/secure', async () => ({ secure: 1 }));
register(app, 'POST', '/open', async () => ({ open: 1 }), false);
// A class that gets the instance, and one that has it as a property.
new Server(app, signedIn).mount('/server');

export default app;
