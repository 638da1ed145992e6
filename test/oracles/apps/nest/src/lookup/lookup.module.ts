import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module';
import { LookupController } from './lookup.controller';

@Module({ imports: [UsersModule], controllers: [LookupController] })
export class LookupModule {}
