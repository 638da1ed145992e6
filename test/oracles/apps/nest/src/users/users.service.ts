import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { User } from './user.entity';

@Injectable()
export class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  findByEmail(email: string): Promise<User | null> {
    return this.users.findOneBy({ email });
  }

  async isKnown(email: string): Promise<boolean> {
    return (await this.users.countBy({ email })) > 0;
  }

  list(): Promise<Pick<User, 'id' | 'email' | 'role'>[]> {
    return this.users.find({ select: { id: true, email: true, role: true } });
  }

  async remove(id: number): Promise<void> {
    await this.users.delete(id);
  }
}
