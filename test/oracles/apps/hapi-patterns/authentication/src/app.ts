import Basic from '@hapi/basic';
import Boom from '@hapi/boom';
import Cookie from '@hapi/cookie';
import Hapi from '@hapi/hapi';
import Jwt from '@hapi/jwt';

// Every row of the fixture's table is what hapi itself answers.
export async function create(): Promise<Hapi.Server> {
  const server = Hapi.server({ port: process.env.PORT, host: 'localhost' });

  // The default comes after this route and is for it, too.
  server.route({ method: 'GET', path: '/early', handler: () => ({ early: true }) });

  await server.register([Jwt, Basic, Cookie]);
  server.auth.strategy('jwt', 'jwt', {
    keys: process.env.JWT_SECRET,
    verify: { aud: false, iss: false, sub: false, nbf: false, exp: false },
    validate: (artifacts) => ({ isValid: true, credentials: { user: artifacts.decoded.payload, scope: [artifacts.decoded.payload.role] } }),
  });
  server.auth.strategy('basic', 'basic', { validate: (request, username) => ({ isValid: username === 'root', credentials: { name: username } }) });
  server.auth.strategy('login', 'cookie', { cookie: { name: 'web', password: 'a password of at least thirty two characters', isSecure: false }, redirectTo: '/login', validate: (request, session) => ({ isValid: true, credentials: session }) });

  // A scheme that accepts everybody.
  server.auth.scheme('trusting', () => ({ authenticate: (request, h) => h.authenticated({ credentials: { user: request.headers['x-user'] } }) }));
  server.auth.strategy('trusting', 'trusting');
  // A scheme that compares a key.
  server.auth.scheme('key', (_server, options) => ({
    authenticate: (request, h) => {
      if (request.headers['x-api-key'] !== options.key) throw Boom.unauthorized(null, 'key');
      return h.authenticated({ credentials: { key: true } });
    },
  }));
  server.auth.strategy('key', 'key', { key: process.env.JWT_SECRET });

  server.auth.default('jwt');

  server.route([
    { method: 'GET', path: '/default', handler: (request) => ({ known: request.auth.isAuthenticated }) },
    { method: 'GET', path: '/open', options: { auth: false }, handler: () => ({ open: true }) },
    { method: 'GET', path: '/try', options: { auth: { mode: 'try', strategy: 'jwt' } }, handler: (request) => ({ known: request.auth.isAuthenticated }) },
    { method: 'GET', path: '/optional', options: { auth: { mode: 'optional' } }, handler: (request) => ({ known: request.auth.isAuthenticated }) },
    {
      method: 'GET',
      path: '/try-and-ask',
      options: { auth: { mode: 'try' } },
      handler: (request) => {
        if (!request.auth.isAuthenticated) throw Boom.unauthorized('sign in first');
        return { asked: true };
      },
    },
    { method: 'GET', path: '/any-of', options: { auth: { strategies: ['basic', 'jwt'] } }, handler: () => ({ any: true }) },
    { method: 'GET', path: '/basic', options: { auth: 'basic' }, handler: () => null },
    { method: 'GET', path: '/page', options: { auth: 'login' }, handler: () => null },
    { method: 'GET', path: '/trusting', options: { auth: 'trusting' }, handler: () => ({ trusted: true }) },
    { method: 'GET', path: '/key', options: { auth: 'key' }, handler: () => null },
    { method: 'GET', path: '/scope', options: { auth: { access: { scope: ['admin'] } } }, handler: () => ({ scoped: true }) },
    { method: 'GET', path: '/scope-in-short', options: { auth: { strategy: 'jwt', scope: 'admin' } }, handler: () => ({ scoped: true }) },
    // Nobody is refused for want of a scope where nobody needs to be known.
    { method: 'GET', path: '/try-scope', options: { auth: { mode: 'try', access: { scope: ['admin'] } } }, handler: () => ({ scoped: true }) },
    {
      method: 'GET',
      path: '/tested',
      options: { auth: false },
      handler: async (request) => {
        const { credentials } = await request.server.auth.test('jwt', request);
        return { tested: credentials !== null };
      },
    },
    // Prerequisites: what one gives back is kept; what takes over or fails answers.
    {
      method: 'GET',
      path: '/kept',
      options: { auth: false, pre: [{ method: () => ({ name: 'kept' }), assign: 'found' }] },
      handler: (request) => ({ found: request.pre.found.name }),
    },
    {
      method: 'GET',
      path: '/takes-over',
      options: {
        auth: { mode: 'try' },
        pre: [(request, h) => (request.auth.isAuthenticated ? h.continue : h.response({ error: 'no' }).code(401).takeover())],
      },
      handler: () => ({ taken: false }),
    },
    {
      method: 'GET',
      path: '/does-not-take-over',
      options: { auth: { mode: 'try' }, pre: [(request, h) => (request.auth.isAuthenticated ? h.continue : h.response({ error: 'no' }).code(401))] },
      handler: () => ({ taken: false }),
    },
    {
      method: 'GET',
      path: '/only-logged',
      options: {
        auth: { mode: 'try' },
        pre: [[{ method: (request, h) => { if (!request.auth.isAuthenticated) throw Boom.unauthorized(); return h.continue; }, failAction: 'log' }]],
      },
      handler: () => ({ logged: true }),
    },
    {
      method: 'GET',
      path: '/extended',
      options: {
        auth: false,
        ext: { onPreHandler: { method: (request, h) => { if (!request.headers.authorization) throw Boom.unauthorized(); return h.continue; } } },
      },
      handler: () => ({ extended: true }),
    },
    // The credentials of a route without authentication are never there.
    {
      method: 'GET',
      path: '/nobody',
      options: { auth: false },
      handler: (request) => {
        if (request.auth.credentials) return { secret: true };
        return { nobody: true };
      },
    },
  ]);

  // What never refuses.
  server.ext('onPreAuth', (request, h) => {
    request.app.token = request.headers.authorization;
    return h.continue;
  });
  server.ext({ type: 'onPreHandler', method: [(request, h) => h.continue] });
  return server;
}
