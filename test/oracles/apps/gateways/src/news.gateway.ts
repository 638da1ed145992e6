import { UseGuards } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { WsJwtGuard } from './ws-jwt.guard';

@UseGuards(WsJwtGuard)
@WebSocketGateway({ namespace: 'news' })
export class NewsGateway {
  @SubscribeMessage('latest')
  latest(_client: unknown, data: { page: number }) {
    return { latest: data.page };
  }
}
