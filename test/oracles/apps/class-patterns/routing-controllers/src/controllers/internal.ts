import { All, Get, JsonController } from 'routing-controllers';

@JsonController()
export class AuditController {
  @Get('/audit')
  audit() {
    return { entries: 0 };
  }

  @All('/audit/replay')
  replay() {
    return { replayed: true };
  }
}
