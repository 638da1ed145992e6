import { Authorized, Body, CurrentUser, Delete, Get, HeaderParam, HttpCode, JsonController, Method, OnUndefined, Param, Post, QueryParam } from 'routing-controllers';
import type { Claims } from '../auth/token';
import { Caller } from '../auth/user';

@JsonController('/books')
export class BooksController {
  @Get()
  list(@QueryParam('page') page: number) {
    return { list: page ?? 1 };
  }

  @Get('/mine')
  mine(@CurrentUser({ required: true }) user: Claims) {
    return { owner: user.sub };
  }

  @Get('/suggested')
  suggested(@CurrentUser() user?: Claims) {
    return { suggested: user ? 'yours' : 'anybody' };
  }

  @Get('/lent')
  lent(@Caller({ required: false }) user: Claims) {
    return { lent: user !== null };
  }

  @Get('/:isbn([0-9]+)')
  one(@Param('isbn') isbn: string) {
    return { isbn };
  }

  @Authorized()
  @Post()
  @HttpCode(201)
  add(@Body() book: any) {
    return { added: String(book.title) };
  }

  @Authorized('admin')
  @Delete('/:isbn')
  @OnUndefined(204)
  remove(@Param('isbn') _isbn: string): void {}

  @Authorized(['admin', 'owner'])
  @Method('patch', '/:isbn/cover')
  cover(@Param('isbn') isbn: string, @HeaderParam('x-size') size: string) {
    return { cover: isbn, size: size ?? 'm' };
  }
}

/** Only there where reports are switched on. */
@Authorized()
@JsonController('/reports')
export class ReportsController {
  @Get('/:year')
  year(@Param('year') year: number) {
    return { year };
  }
}

/** Nobody gives this one to a server. */
@JsonController('/drafts')
export class DraftsController {
  @Get()
  list() {
    return { drafts: [] };
  }
}
