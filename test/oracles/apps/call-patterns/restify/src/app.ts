import restify from 'restify';
import { Router } from 'restify-router';
import { administrator, signedIn } from './guards';

export const server = restify.createServer();

server.get({ path: '/open', name: 'open' }, (_req, res, next) => { res.send({ open: 1 }); next(); });
server.get('/closed', signedIn, async (_req, res) => { res.send({ closed: 1 }); });
server.head('/head', async (_req, res) => { res.send(200); });
server.get('/files/*', [signedIn], async (_req, res) => { res.json(200, { file: 1 }); });

const things = new Router();
things.use(signedIn);
things.patch('/:id', administrator, async (_req, res) => { res.send({ thing: 1 }); });
things.del('/:id', administrator, async (_req, res) => { res.send(204); });

const v1 = new Router();
v1.add('/things', things);
v1.applyRoutes(server, '/v1');

server.get('/late/one', async (_req, res) => { res.send({ late: 1 }); });
// It stands after the route and runs before it.
server.use((req, res, next) => (req.path().startsWith('/late/') ? signedIn(req, res, next) : next()));
