import type { NextFunction, Request as ExRequest, Response } from 'express';
import { Controller, Delete, Get, Header, Middlewares, NoSecurity, Patch, Path, Post, Request, Route, Security, SuccessResponse } from 'tsoa';

function forbidGuests(req: ExRequest, res: Response, next: NextFunction): void {
  if (req.headers.authorization === undefined) {
    res.status(403).json({ error: 'guests may not' });
    return;
  }
  next();
}

class Fleet extends Controller {
  // What is inherited is not generated.
  @Get('inherited')
  public inherited() {
    return { inherited: true };
  }
}

@Route('boats')
export class BoatsController extends Fleet {
  @Get()
  public list(@Header('x-page') page?: string) {
    return { list: page ?? '1' };
  }

  @NoSecurity()
  @Get('weather')
  public weather() {
    return { wind: 3 };
  }

  @NoSecurity()
  @Get('logs')
  public logs() {
    return { logs: 1 };
  }

  @Security('key')
  @Security('bearer')
  @Get('{name}/position')
  public position(@Path() name: string) {
    return { position: name };
  }

  @Security('bearer', ['admin'])
  @Delete('{name}')
  public sink(@Path() name: string): void {}

  @NoSecurity()
  @Middlewares(forbidGuests)
  @Patch('{name}')
  public rename(@Path() name: string) {
    return { renamed: name };
  }

  @SuccessResponse('201')
  @Post()
  public launch(@Request() request: ExRequest) {
    return { launched: String(request.body?.name) };
  }
}
