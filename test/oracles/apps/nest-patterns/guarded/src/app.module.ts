import { MiddlewareConsumer, Module, NestModule, RequestMethod } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { AdminController } from './admin.controller';
import { JwtGuard } from './auth/jwt.guard';
import { BirdsController, CatsController } from './crud.controller';
import { DogsController } from './dogs.controller';
import { FeatureModule } from './feature.module';
import { HealthController, HooksController } from './open.controllers';
import { LegacyController } from './legacy/legacy.controller';
import { RequireHeaderMiddleware } from './legacy/require-header.middleware';

@Module({
  imports: [JwtModule.register({ global: true, secret: process.env.JWT_SECRET }), FeatureModule.register('features')],
  controllers: [HealthController, HooksController, CatsController, BirdsController, DogsController, AdminController, LegacyController],
  providers: [{ provide: APP_GUARD, useClass: JwtGuard }],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer
      .apply(RequireHeaderMiddleware)
      .exclude({ path: 'legacy/ping', method: RequestMethod.GET, version: '1' })
      .forRoutes(LegacyController);
  }
}
