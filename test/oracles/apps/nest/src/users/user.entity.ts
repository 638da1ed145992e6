import { Column, Entity, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
import { Item } from '../items/item.entity';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ unique: true })
  email: string;

  @Column()
  name: string;

  @Column({ default: 'user' })
  role: string;

  @Column()
  passwordHash: string;

  @OneToMany(() => Item, (item) => item.owner)
  items: Item[];
}
