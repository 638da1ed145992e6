import { Type } from '@sinclair/typebox';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';

const secret = { id: 1, name: 'lamp', passwordHash: 'x', owner: { id: 2, email: 'a@example.com', token: 't' } };
const item = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } } as const;

const app = Fastify();
app.addSchema({ $id: 'owner', type: 'object', properties: { id: { type: 'integer' }, email: { type: 'string' } } });

app.get('/whole', async () => secret);
app.get('/sent', (_request, reply) => { reply.code(200).send(secret); });
app.get('/item', { schema: { response: { 200: item } } }, async () => secret);
app.get('/class', { schema: { response: { '2xx': item } } }, async () => secret);
app.get('/default', { schema: { response: { default: item } } }, async () => secret);
app.get('/elsewhere', { schema: { response: { 201: item } } }, async () => secret);
app.get('/created', { schema: { response: { 201: item } } }, async (_request, reply) => reply.code(201).send(secret));
app.get('/list', { schema: { response: { 200: { type: 'array', items: item } } } }, async () => [secret]);
app.get('/wrapped', { schema: { response: { 200: { type: 'object', properties: { data: { type: 'array', items: item }, total: { type: 'integer' } } } } } }, async () => ({ data: [secret], total: 1, took: 2 }));
app.get('/open', { schema: { response: { 200: { type: 'object', additionalProperties: true, properties: { id: { type: 'integer' } } } } } }, async () => secret);
app.get('/free', { schema: { response: { 200: { type: 'object', properties: { name: {}, owner: {} } } } } }, async () => secret);
app.get('/nothing', { schema: { response: { 200: { type: 'object' } } } }, async () => secret);
app.get('/reference', { schema: { response: { 200: { type: 'object', properties: { id: { type: 'integer' }, owner: { $ref: 'owner#' } } } } } }, async () => secret);
app.get('/all', { schema: { response: { 200: { allOf: [item, { type: 'object', properties: { owner: { $ref: 'owner#/properties/email' } } }] } } } }, async () => ({ ...secret, owner: 'a' }));
const Item = Type.Object({ id: Type.Integer(), name: Type.Optional(Type.String()) });
app.get('/typebox', { schema: { response: { 200: Type.Array(Item) } } }, async () => [secret]);

// What the status decides.
app.get('/branches', async (request, reply) => {
  if (request.headers['x-missing']) {
    reply.code(404);
    return { error: 'not there' };
  }
  if (request.headers['x-new']) reply.code(201);
  return { found: 1 };
});
// What a hook makes of it.
app.get('/enveloped', { preSerialization: async (_request, _reply, payload) => ({ data: payload }) }, async () => ({ inner: 1 }));

app.register(async (typed) => {
  typed.setValidatorCompiler(validatorCompiler);
  typed.setSerializerCompiler(serializerCompiler);
  const Owner = z.object({ id: z.number(), email: z.string() });
  typed.get('/item', { schema: { response: { 200: z.object({ id: z.number(), owner: Owner.pick({ email: true }) }) } } }, async () => secret);
  typed.get('/list', { schema: { response: { 200: z.array(z.object({ id: z.number(), name: z.string().optional() })) } } }, async () => [secret]);
}, { prefix: '/zod' });

export default app;
