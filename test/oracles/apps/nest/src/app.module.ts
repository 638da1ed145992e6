import { Module } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminModule } from './admin/admin.module';
import { AdminUsersModule } from './admin/users/admin-users.module';
import { AuthModule } from './auth/auth.module';
import { FilesModule } from './files/files.module';
import { HealthController } from './health.controller';
import { ItemsModule } from './items/items.module';
import { LookupModule } from './lookup/lookup.module';

@Module({
  imports: [
    TypeOrmModule.forRoot({ type: 'postgres', autoLoadEntities: true }),
    AuthModule,
    ItemsModule,
    FilesModule,
    LookupModule,
    AdminModule,
    RouterModule.register([
      { path: 'admin', module: AdminModule, children: [{ path: 'users', module: AdminUsersModule }] },
    ]),
  ],
  controllers: [HealthController],
})
export class AppModule {}
