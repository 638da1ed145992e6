import { Body, Controller, Get, NoSecurity, Path, Post, Put, Route, Security } from 'tsoa';
import { prisma } from '../db';

interface ItemChange {
  /**
   * @minLength 1
   */
  name: string;
}

@Route('items')
@Security('jwt')
export class ItemsController extends Controller {
  @Get()
  public list() {
    return prisma.item.findMany({ select: { id: true, name: true } });
  }

  @Get('{id}')
  public async show(@Path() id: number) {
    const item = await prisma.item.findUnique({ where: { id } });
    if (item === null) throw Object.assign(new Error('there is no such item'), { status: 404 });
    return item;
  }

  @NoSecurity()
  @Post()
  public async create(@Body() body: any) {
    const { id, name } = await prisma.item.create({ data: body });
    this.setStatus(201);
    return { id, name };
  }

  @Put('{id}')
  public update(@Path() id: number, @Body() change: ItemChange) {
    return prisma.item.update({ where: { id }, data: { name: change.name }, select: { id: true, name: true } });
  }
}
