import { JwtService } from '@nestjs/jwt';
import { MessageBody, type OnGatewayConnection, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

enum RoomEvent {
  Enter = 'enter',
}

@WebSocketGateway({ namespace: '/rooms' })
export class RoomsGateway implements OnGatewayConnection {
  constructor(private readonly jwt: JwtService) {}

  handleConnection(client: any): void {
    try {
      client.data.user = this.jwt.verify(client.handshake.auth.token);
    } catch {
      client.disconnect(true);
    }
  }

  @SubscribeMessage(RoomEvent.Enter)
  enter(@MessageBody() room: string) {
    return { entered: room };
  }
}
