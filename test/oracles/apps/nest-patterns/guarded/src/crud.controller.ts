import { Controller, Delete, Get, Param, Post, Type } from '@nestjs/common';
import { Authorised } from './auth/authorised.decorator';
import { Public } from './auth/public.decorator';

abstract class CrudController {
  @Get()
  list() {
    return { list: 1 };
  }

  @Get(':id')
  one(@Param('id') _id: string) {
    return { one: 1 };
  }

  @Delete(':id')
  @Authorised('admin')
  remove(@Param('id') _id: string) {
    return { removed: 1 };
  }
}

@Controller('cats')
export class CatsController extends CrudController {
  // Overridden, and open.
  @Public()
  @Get()
  override list() {
    return { list: 1 };
  }

  @Post()
  add() {
    return { added: 1 };
  }
}

/** A class made by a function. */
function crudFor(path: string): Type<object> {
  @Controller(path)
  class Made {
    @Get()
    list() {
      return { list: 1 };
    }

    @Get('tree/*path')
    tree() {
      return { tree: 1 };
    }
  }
  return Made;
}

export const BirdsController = crudFor('birds');
