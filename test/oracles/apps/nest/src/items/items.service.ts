import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Item } from './item.entity';

@Injectable()
export class ItemsService {
  constructor(
    @InjectRepository(Item)
    private readonly items: Repository<Item>,
  ) {}

  list() {
    return this.items.find({ select: ['id', 'name'] });
  }

  async find(id: number): Promise<Item> {
    const item = await this.items.findOne({ where: { id } });
    if (!item) throw new NotFoundException();
    return item;
  }

  create(body: Partial<Item>): Promise<Item> {
    return this.items.save(this.items.create(body));
  }

  async rename(id: number, name: string): Promise<Item> {
    const item = await this.find(id);
    item.name = name;
    return this.items.save(item);
  }
}
