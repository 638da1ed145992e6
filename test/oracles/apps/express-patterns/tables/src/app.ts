import express, { type Express, type RequestHandler } from 'express';
import { signedIn } from './guards';
import { handlers } from './handlers';
import { resources, routes } from './routes';
import pages from './pages.json';

const app: Express = express();

// A list of objects, with the verb as text.
for (const route of routes) {
  const chain = route.open ? [route.handler] : [signedIn, route.handler];
  app[route.method.toLowerCase() as 'get'](route.path, ...chain);
}

// Entries of an object.
for (const [name, handler] of Object.entries(handlers)) {
  app.get(`/handlers/${name}`, handler);
}

// A list of names, twice nested.
(['get', 'put'] as const).forEach((verb) => {
  resources.forEach((resource) => app[verb](`/resources/${resource}`, signedIn, (_req, res) => { res.json({ [verb]: resource }); }));
});

// Tuples made by map.
const tuples = ['north', 'south'].map((side): [string, RequestHandler] => [`/sides/${side}`, (_req, res) => { res.json({ side }); }]);
tuples.forEach(([path, handler]) => app.get(path, handler));

// JSON from a file.
pages.map((page) => app.get(page.url, (_req, res) => { res.json({ title: page.title }); }));

// Reduced to one router.
const numbers = ['one', 'two'].reduce((router, word) => router.get(`/${word}`, (_req, res) => { res.json({ word }); }), express.Router());
app.use('/numbers', numbers);

// A wrapper that registers.
function register(target: Express, verb: 'get' | 'post', path: string, handler: RequestHandler, secure = true) {
  const full = '/wrapped' + path;
  if (secure) target[verb](full, signedIn, handler);
  else target[verb](full, handler);
}
register(app, 'get', '/secure', (_req, res) => { res.json({ secure: 1 }); });
register(app, 'post', '/open', (_req, res) => { res.json({ open: 1 }); }, false);

// A classic loop.
const versions = ['v1', 'v2'];
for (let i = 0; i < versions.length; i++) app.get('/' + versions[i] + '/ping', (_req, res) => { res.json({ ping: 1 }); });

export default app;
