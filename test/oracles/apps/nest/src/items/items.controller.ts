import { Body, Controller, Get, Param, ParseIntPipe, Post, Put, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from '../auth/jwt-auth.guard';
import { ItemsService } from './items.service';
import { UpdateItemDto } from './update-item.dto';

@Controller('items')
export class ItemsController {
  constructor(private readonly items: ItemsService) {}

  @Get()
  @UseGuards(JwtAuthGuard)
  list() {
    return this.items.list();
  }

  @Get(':id')
  @UseGuards(JwtAuthGuard)
  async show(@Param('id', ParseIntPipe) id: number) {
    return this.items.find(id);
  }

  @Post()
  async create(@Body() body: any) {
    const item = await this.items.create(body);
    return { id: item.id, name: item.name };
  }

  @Put(':id')
  @UseGuards(JwtAuthGuard)
  async update(@Param('id', ParseIntPipe) id: number, @Body() body: UpdateItemDto) {
    const { name } = await this.items.rename(id, body.name);
    return { id, name };
  }
}
