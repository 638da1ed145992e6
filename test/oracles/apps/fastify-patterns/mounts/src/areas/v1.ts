import people from './people';

export async function v1(fastify) {
  fastify.get('/version', async () => ({ version: 1 }));
  await fastify.register(people, { prefix: '/people' });
  fastify.register(async (staff) => {
    staff.addHook('onRequest', fastify.signedIn);
    staff.addHook('onRequest', fastify.administrator);
    staff.register(require('./people/notes'));
  }, { prefix: '/staff' });
}
