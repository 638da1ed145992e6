import { Get, Route } from 'tsoa';

// The entry does not lead here.
@Route('rafts')
export class RaftsController {
  @Get()
  public list() {
    return { rafts: 1 };
  }
}
