import { INestApplication, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { TokenGuard } from './token.guard';

const prefix = process.env.API_PREFIX || 'rest';

function configure(app: INestApplication): void {
  app.setGlobalPrefix(`${prefix}/v2`);
  app.useGlobalGuards(new TokenGuard());
}

(async () => {
  const app = await NestFactory.create(AppModule);
  configure(app);
  await app.listen(3000, () => Logger.log('listening'));
})();
