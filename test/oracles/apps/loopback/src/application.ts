import { AuthenticationComponent, registerAuthenticationStrategy } from '@loopback/authentication';
import { type ApplicationConfig } from '@loopback/core';
import { RestApplication } from '@loopback/rest';
import { AdminStrategy, UserStrategy } from './auth/strategies';
import { AdminUsersController } from './controllers/admin-users.controller';
import { AuthController } from './controllers/auth.controller';
import { FilesController } from './controllers/files.controller';
import { HealthController } from './controllers/health.controller';
import { ItemsController } from './controllers/items.controller';
import { LookupController } from './controllers/lookup.controller';
import { prisma } from './db';

export class ItemsApplication extends RestApplication {
  constructor(options: ApplicationConfig = {}) {
    super(options);
    this.component(AuthenticationComponent);
    registerAuthenticationStrategy(this, UserStrategy);
    registerAuthenticationStrategy(this, AdminStrategy);
    this.bind('database').to(prisma);
    for (const controller of [HealthController, AuthController, ItemsController, AdminUsersController, FilesController, LookupController]) {
      this.controller(controller);
    }
  }
}
