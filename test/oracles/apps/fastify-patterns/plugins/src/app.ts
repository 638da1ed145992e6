import { join } from 'node:path';
import basicAuth from '@fastify/basic-auth';
import bearerAuth from '@fastify/bearer-auth';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import jwt from '@fastify/jwt';
import middie from '@fastify/middie';
import rateLimit from '@fastify/rate-limit';
import sensible from '@fastify/sensible';
import session from '@fastify/session';
import files from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify from 'fastify';

const app = Fastify();

// None of these asks who the caller is.
app.register(cors, { origin: true });
app.register(helmet);
app.register(rateLimit, { max: 1000, timeWindow: 1000 });
app.register(cookie);
app.register(session, { secret: 'a secret that is long enough for the session', cookie: { secure: false } });
app.register(sensible);
app.register(middie);
app.register(swagger);
app.register(jwt, { secret: process.env.JWT_SECRET! });
app.register(files, { root: join(__dirname, 'public'), prefix: '/public' });

app.get('/open', async () => ({ open: 1 }));

app.register(async (docs) => {
  docs.register(swaggerUi, { routePrefix: '/docs', transformSpecification: () => ({ openapi: '3.1.0' }), uiHooks: { onRequest: async (request) => { await request.jwtVerify(); } } });
});

// It guards the context that it is registered in, and only that.
app.register(async (area) => {
  area.register(bearerAuth, { keys: new Set(['no', 'key']), auth: async (key, request) => Boolean(await request.jwtVerify()) });
  area.get('/closed', async () => ({ closed: 1 }));
  area.register(async (inner) => { inner.get('/inner', async () => ({ inner: 1 })); });
}, { prefix: '/bearer' });
app.register(async (area) => {
  await area.register(bearerAuth, { keys: new Set(['a key']), addHook: false, auth: async (key, request) => Boolean(await request.jwtVerify()) });
  area.get('/open', async () => ({ open: 1 }));
  area.get('/closed', { onRequest: area.verifyBearerAuth }, async () => ({ closed: 1 }));
}, { prefix: '/chosen' });

// Errors of libraries, thrown and sent.
app.register(async (area) => {
  area.get('/thrown', async (request) => {
    if (!request.headers.authorization) throw area.httpErrors.unauthorized();
    return { thrown: 1 };
  });
  area.get('/sent', { preHandler: (request, reply, done) => {
    if (!request.headers.authorization) {
      reply.forbidden('no');
      return;
    }
    done();
  } }, async () => ({ sent: 1 }));
  area.get('/asserted', async (request) => {
    area.assert(request.headers.authorization, 401);
    return { asserted: 1 };
  });
}, { prefix: '/errors' });

// Sessions are there for everybody.
app.get('/session', async (request) => ({ known: request.session !== undefined }));
app.get('/member', { preHandler: async (request, reply) => {
  if (!request.headers.authorization) return reply.redirect('/login');
} }, async () => ({ member: 1 }));

// Middleware of Connect, for everything and below a path.
app.register(async (area) => {
  area.use((request, _response, next) => {
    request.seen = true;
    next();
  });
  area.use('/private', (request, response, next) => {
    if (request.headers.authorization) return next();
    response.statusCode = 401;
    response.end();
  });
  area.get('/private/page', async () => ({ page: 1 }));
  area.get('/open', async () => ({ open: 1 }));
}, { prefix: '/old' });

// What `validate` does decides.
app.register(async (area) => {
  await area.register(basicAuth, { validate: async (name, password) => {
    if (name !== 'somebody' || password !== 'something') return new Error('no');
  } });
  area.get('/open', async () => ({ open: 1 }));
}, { prefix: '/basic' });

export default app;
