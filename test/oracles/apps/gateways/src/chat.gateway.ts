import { UseGuards } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { WsJwtGuard } from './ws-jwt.guard';

@WebSocketGateway()
export class ChatGateway {
  @SubscribeMessage('ping')
  ping() {
    return { pong: true };
  }

  @UseGuards(WsJwtGuard)
  @SubscribeMessage('say')
  say(@MessageBody('text') text: string, @ConnectedSocket() client: any) {
    return { said: text, by: client.data.user.sub };
  }
}
