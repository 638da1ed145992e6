import { authenticate } from '@loopback/authentication';
import { inject } from '@loopback/core';
import { get, HttpErrors, param, post, put, requestBody, type Response, RestBindings } from '@loopback/rest';
import { prisma } from '../db';

const change = {
  content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1 } } } } },
} as const;

@authenticate('user')
export class ItemsController {
  @get('/items')
  list() {
    return prisma.item.findMany({ select: { id: true, name: true } });
  }

  @get('/items/{id}')
  async show(@param.path.number('id') id: number) {
    const item = await prisma.item.findUnique({ where: { id } });
    if (item === null) throw new HttpErrors.NotFound();
    return item;
  }

  @authenticate.skip()
  @post('/items')
  async create(@requestBody() body: any, @inject(RestBindings.Http.RESPONSE) response: Response) {
    const { id, name } = await prisma.item.create({ data: body });
    response.status(201);
    return { id, name };
  }

  @put('/items/{id}')
  update(@param.path.number('id') id: number, @requestBody(change) { name }: { name: string }) {
    return prisma.item.update({ where: { id }, data: { name }, select: { id: true, name: true } });
  }
}
