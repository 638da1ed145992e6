import { Authorized, Get, JsonController, Param } from 'routing-controllers';

abstract class Listing {
  @Get('/all')
  all() {
    return { all: this.name() };
  }

  // What is said about an inherited action is forgotten: routing-controllers asks the class that is registered.
  @Authorized()
  @Get('/secret')
  secret() {
    return { secret: this.name() };
  }

  @Authorized()
  @Get('/:id/label')
  label(@Param('id') id: string) {
    return { label: id };
  }

  protected abstract name(): string;
}

@JsonController('/shelves')
export class ShelvesController extends Listing {
  @Authorized()
  @Get('/:id/label')
  label(@Param('id') id: string) {
    return { label: id };
  }

  protected name(): string {
    return 'shelf';
  }
}
