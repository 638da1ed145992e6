import { Controller, Get, Version } from '@nestjs/common';

const enum Part {
  Paws = 'paws',
}

@Controller({ path: ['dogs', 'hounds'], version: ['1', '2'] })
export class DogsController {
  @Get(['', 'all'])
  list() {
    return { dogs: 1 };
  }

  @Version('3')
  @Get(Part.Paws)
  paws() {
    return { paws: 1 };
  }
}

/** In no module. */
@Controller('wolves')
export class WolvesController {
  @Get()
  list() {
    return { wolves: 1 };
  }
}
