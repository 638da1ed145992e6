import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const credentials = {
  type: 'object',
  required: ['email', 'password'],
  properties: { email: { type: 'string', format: 'email' }, password: { type: 'string', minLength: 1 } },
} as const;

const hash = (password: string): string => createHash('sha256').update(password).digest('hex');

export default function session(fastify: FastifyInstance, _options: object, done: () => void): void {
  fastify.post<{ Body: { email: string; password: string } }>('/login', { schema: { body: credentials } }, async (request, reply) => {
    const { email, password } = request.body;
    const user = await fastify.prisma.user.findUnique({ where: { email } });
    if (!user || user.passwordHash !== hash(password)) return reply.code(401).send({ error: 'e-mail or password is wrong' });
    return { token: fastify.jwt.sign({ sub: String(user.id), role: user.role }) };
  });
  done();
}
