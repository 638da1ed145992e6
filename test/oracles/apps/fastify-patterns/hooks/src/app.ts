import fastifyAuth from '@fastify/auth';
import Fastify from 'fastify';
import fp from 'fastify-plugin';
import auth from './auth';

class Refused extends Error {}

export async function build() {
  const app = Fastify();
  await app.register(auth);
  await app.register(fastifyAuth);

  // The hook of a context is for its own routes, whatever comes first, and for its children.
  app.register(async (zone) => {
    zone.get('/before', async () => ({ before: 1 }));
    zone.addHook('onRequest', app.authenticate);
    zone.get('/after', async () => ({ after: 1 }));
    zone.register(async (inner) => { inner.get('/inner', async () => ({ inner: 1 })); });
  }, { prefix: '/zone' });
  // It is not for its siblings.
  app.register(async (sibling) => { sibling.get('/open', async () => ({ open: 1 })); }, { prefix: '/sibling' });

  // Without fastify-plugin a hook stays where it is; with it, it is for the whole context, and for those that were there before.
  app.register(async (area) => {
    area.register(async (early) => { early.get('/early', async () => ({ early: 1 })); });
    area.register(fp(async (shared) => { shared.addHook('preHandler', app.authenticate); }));
    area.get('/shared', async () => ({ shared: 1 }));
  }, { prefix: '/leaks' });
  app.register(async (area) => {
    area.register(async (closed) => { closed.addHook('preHandler', app.authenticate); });
    area.get('/lonely', async () => ({ lonely: 1 }));
  }, { prefix: '/kept' });

  // Read before the plugin that decorates is loaded: there is no hook. What is awaited is there.
  app.register(async (area) => {
    area.register(fp(async (shared) => { shared.decorate('guard', app.authenticate); }));
    area.get('/forgotten', { onRequest: area.guard }, async () => ({ forgotten: 1 }));
    await Promise.all([area.register(fp(async (shared) => { shared.decorate('other', app.authenticate); }))]);
    area.get('/remembered', { onRequest: area.other }, async () => ({ remembered: 1 }));
    area.register(async (inner) => { inner.get('/inside', { onRequest: inner.guard }, async () => ({ inside: 1 })); });
  }, { prefix: '/order' });

  // Stages.
  app.get('/stages', { onRequest: [app.authenticate], preHandler: [(_request, _reply, done) => { done(); }] }, async () => ({ stages: 1 }));
  app.get('/late', { preValidation: app.authenticate }, async () => ({ late: 1 }));
  app.get('/callback', { preHandler: (request, reply, done) => {
    if (!request.headers.authorization) return done(Object.assign(new Error('sign in first'), { statusCode: 401 }));
    done();
  } }, async () => ({ callback: 1 }));
  app.get('/promise', { preHandler: (request, reply) => app.authenticate(request, reply) }, async () => ({ promise: 1 }));

  // Answers without `return`: what was sent is sent.
  app.get('/unreturned', { preHandler: async (request, reply) => {
    if (!request.headers.authorization) reply.code(401).send({ error: 'sign in first' });
  } }, async () => ({ unreturned: 1 }));
  // A value that a hook gives back is no answer.
  app.get('/returned', { preHandler: async (request, reply) => {
    if (!request.headers.authorization) {
      reply.header('x-refused', 'yes');
      return { error: 'sign in first' };
    }
  } }, async () => ({ returned: 1 }));
  app.get('/thrown', { preHandler: async (request, reply) => {
    if (!request.headers.authorization) {
      reply.code(401);
      throw new Error('sign in first');
    }
  } }, async () => ({ thrown: 1 }));

  // Looks like a guard and lets everybody through.
  app.get('/remembered', { onRequest: async (request) => {
    try {
      await request.jwtVerify();
    } catch {
      request.log.info('nobody');
    }
  } }, async (request) => ({ known: request.user !== undefined && request.user !== null }));
  app.get('/decoded', { onRequest: async (request) => {
    request.log.info(await request.jwtDecode().catch(() => null));
  } }, async () => ({ decoded: 1 }));
  app.get('/checked', async (request, reply) => {
    if (!request.headers.authorization) return reply.code(401).send({ error: 'sign in first' });
    return { checked: 1 };
  });
  app.get('/verified', async (request) => {
    await request.jwtVerify();
    return { verified: 1 };
  });

  // @fastify/auth: one of several, or all of them.
  const key = async (request) => {
    if (request.headers['x-api-key'] !== 'sesame') throw Object.assign(new Error('no key'), { statusCode: 401 });
  };
  const nobody = async () => undefined;
  const token = async (request) => { await request.jwtVerify(); };
  const administrator = async (request) => {
    if (request.user?.role !== 'admin') throw Object.assign(new Error('administrators only'), { statusCode: 403 });
  };
  app.get('/either', { preHandler: app.auth([key, token]) }, async () => ({ either: 1 }));
  app.get('/anybody', { preHandler: app.auth([token, nobody]) }, async () => ({ anybody: 1 }));
  app.get('/both', { preHandler: app.auth([token, administrator], { relation: 'and' }) }, async () => ({ both: 1 }));

  // A hook that adds guards where the route asks for them.
  app.register(async (marked) => {
    marked.addHook('onRoute', (route) => {
      if (route.config?.secured) route.onRequest = [app.authenticate];
    });
    marked.get('/secured', { config: { secured: true } }, async () => ({ secured: 1 }));
    marked.get('/unsecured', async () => ({ unsecured: 1 }));
  }, { prefix: '/marked' });
  // A hook that reads the mark when the request comes.
  app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.config.open) return;
      await app.authenticate(request, reply);
    });
    guarded.get('/closed', async () => ({ closed: 1 }));
    guarded.get('/open', { config: { open: true } }, async () => ({ open: 1 }));
  }, { prefix: '/guarded' });

  // What an error handler makes of what is thrown.
  app.register(async (handled) => {
    handled.setErrorHandler((error, _request, reply) => {
      if (error instanceof Refused) return reply.status(403).send({ refused: error.message });
      reply.code(error.statusCode ?? 500).send({ message: error.message });
    });
    handled.get('/class', { preHandler: async (request) => {
      if (!request.headers.authorization) throw new Refused('sign in first');
    } }, async () => ({ class: 1 }));
    handled.get('/status', { onRequest: async (request) => { await request.jwtVerify(); } }, async () => ({ status: 1 }));
  }, { prefix: '/handled' });

  // Registered under a condition.
  if (process.env.FEATURE_REPORTS === 'on') app.register(async (reports) => { reports.get('/', { onRequest: app.authenticate }, async () => ({ report: 1 })); }, { prefix: '/reports' });

  // Hooks of the whole application come last and count for all.
  app.addHook('onSend', async (_request, reply) => { reply.header('x-app', 'hooks'); });
  return app;
}
