import notes from './notes';

export default async function people(fastify) {
  // Hooks are for what stands before them, too.
  fastify.get('/', async () => ({ people: 1 }));
  fastify.addHook('onRequest', fastify.signedIn);
  fastify.register(notes, { prefix: '/:personId/notes' });
}
