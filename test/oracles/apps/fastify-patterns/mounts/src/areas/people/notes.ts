const notes = async (fastify) => {
  fastify
    .get('/', async () => ({ notes: 1 }))
    .get('/:noteId', async (request) => ({ note: request.params.noteId }))
    .delete('/:noteId', async (_request, reply) => reply.code(204).send());
};

export default notes;
