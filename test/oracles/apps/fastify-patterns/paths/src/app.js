const fastify = require('fastify');
const jwt = require('jsonwebtoken');

function signedIn(request, reply, done) {
  const token = (request.headers.authorization || '').replace(/^Bearer /, '');
  try {
    request.user = jwt.verify(token, process.env.JWT_SECRET, { algorithms: ['HS256'] });
    done();
  } catch (error) {
    reply.code(401).send({ error: 'sign in first' });
  }
}

module.exports = () => {
  const app = fastify({ ignoreTrailingSlash: true });
  app.get('/users/:id', (request, reply) => { reply.send({ user: request.params.id }); });
  app.get('/optional/:id?', async (request) => ({ optional: request.params.id ?? 'none' }));
  app.get('/orders/:id(^\\d+$)', async (request) => ({ order: request.params.id }));
  app.get('/flights/:from-:to', async ({ params }) => ({ flight: `${params.from} ${params.to}` }));
  app.get('/pictures/:file.png', async ({ params }) => ({ picture: params.file }));
  app.get('/at/:hour(^\\d{1,2})h:minute(^\\d{1,2})m', async ({ params }) => ({ hour: params.hour }));
  app.get('/assets/*', async (request) => ({ asset: request.params['*'] }));
  app.get('/people::search', async () => ({ search: 1 }));
  app.all('/hook', { onRequest: signedIn }, async () => ({ hook: 1 }));
  app.route({ method: 'GET', url: '/full', onRequest: signedIn, handler: async () => ({ full: 1 }) });
  app.head('/head', async () => '');
  app.register(async (scope) => {
    scope.get('/', async () => ({ root: 1 }));
    scope.get('/slash', { prefixTrailingSlash: 'slash' }, async () => ({ slash: 1 }));
    scope.put('', async () => ({ put: 1 }));
    scope.post('attached', async () => ({ attached: 1 }));
    scope.register(async (inner) => { inner.get('/:id', { onRequest: [signedIn] }, async () => ({ inner: 1 })); }, { prefix: '/:group' });
  }, { prefix: '/scope' });
  return app;
};
