import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { ChatGateway } from './chat.gateway';
import { NewsGateway } from './news.gateway';
import { NobodyGuard } from './nobody.guard';
import { RoomsGateway } from './rooms.gateway';

@Controller()
class StatusController {
  @Get('status')
  status() {
    return { up: true };
  }
}

@Module({
  imports: [JwtModule.register({ secret: process.env.JWT_SECRET })],
  controllers: [StatusController],
  // The guard of the whole application is not asked for messages.
  providers: [ChatGateway, NewsGateway, RoomsGateway, { provide: APP_GUARD, useClass: NobodyGuard }],
})
export class AppModule {}
