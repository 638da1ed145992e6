import { expect, it } from 'vitest';
import { dialect as nestjs } from '../../server/src/dialects/nestjs/index';
import { library as mongoose } from '../../server/src/libraries/mongoose/index';
import { library as prisma } from '../../server/src/libraries/prisma/index';
import { library as typeorm } from '../../server/src/libraries/typeorm/index';
import { programOf } from '../harness/program';
import { prismaEntities } from './entities';

const frame = (module: string, imports: string, service: string): string => `
import { Controller, Get, Injectable, Module } from '@nestjs/common'; import { NestFactory } from '@nestjs/core';
${imports}
@Injectable() class UsersService { ${service} }
@Controller('users') class UsersController { constructor(private readonly users: UsersService) {} @Get() list() { return this.users.list(); } }
@Module({ controllers: [UsersController], providers: [UsersService], ${module} }) class AppModule {}
async function bootstrap() { const app = await NestFactory.create(AppModule); await app.listen(1); } bootstrap();`;

it.each<[string, string, string, string]>([
  ['InjectRepository of TypeORM', 'imports: [TypeOrmModule.forFeature([User])]',
    "import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm'; import { Repository, Entity, Column, PrimaryGeneratedColumn } from 'typeorm'; @Entity() class User { @PrimaryGeneratedColumn() id: number; @Column({ select: false }) hash: string; @Column() name: string; }",
    'constructor(@InjectRepository(User) private readonly repo: Repository<User>) {} list() { return this.repo.find(); }'],
  ['InjectModel of Mongoose', 'imports: [MongooseModule.forFeature([{ name: User.name, schema: UserSchema }])]',
    "import { InjectModel, MongooseModule, Prop, Schema, SchemaFactory } from '@nestjs/mongoose'; import { Model } from 'mongoose'; @Schema({ versionKey: false, _id: false }) class User { @Prop() id: number; @Prop({ select: false }) hash: string; @Prop() name: string; } const UserSchema = SchemaFactory.createForClass(User);",
    'constructor(@InjectModel(User.name) private readonly model: Model<User>) {} async list() { return this.model.find().exec(); }'],
  ['a PrismaService', 'imports: []', "import { PrismaClient } from '@prisma/client'; @Injectable() class PrismaService extends PrismaClient { constructor() { super({ omit: { user: { hash: true } } }); } async onModuleInit() { await this.$connect(); } }",
    'constructor(private readonly prisma: PrismaService) {} list() { return this.prisma.user.findMany(); }'],
])('%s', (_name, module, imports, service) => {
  const entities = prismaEntities({ 'prisma/schema.prisma': { User: { id: 'Int', hash: 'String', name: 'String' } } });
  const ran = programOf({ 'main.ts': frame(module, imports, service) }, { dialects: [nestjs], libraries: [prisma, typeorm, mongoose], entities });
  const { answers } = ran.run('GET /users');
  expect(answers.map(one => [one.shape.complete, one.shape.fields.map(field => field.path).sort(), one.shape.fields.every(field => field.source !== null)])).toEqual([[true, ['[].id', '[].name'], true]]);
});
