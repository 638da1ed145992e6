import { IsString, MinLength } from 'class-validator';
import { Authorized, Body, Get, HttpCode, JsonController, NotFoundError, Param, Post, Put } from 'routing-controllers';
import { prisma } from '../db';

export class ItemChange {
  @IsString()
  @MinLength(1)
  name!: string;
}

@JsonController('/items')
export class ItemsController {
  @Authorized()
  @Get()
  list() {
    return prisma.item.findMany({ select: { id: true, name: true } });
  }

  @Authorized()
  @Get('/:id')
  async show(@Param('id') id: number) {
    const item = await prisma.item.findUnique({ where: { id } });
    if (item === null) throw new NotFoundError();
    return item;
  }

  @Post()
  @HttpCode(201)
  async create(@Body() body: any) {
    const { id, name } = await prisma.item.create({ data: body });
    return { id, name };
  }

  @Authorized()
  @Put('/:id')
  update(@Param('id') id: number, @Body() { name }: ItemChange) {
    return prisma.item.update({ where: { id }, data: { name }, select: { id: true, name: true } });
  }
}
