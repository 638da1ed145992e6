import { Router, type RequestHandler } from 'express';

export abstract class Controller {
  public readonly router = Router();
  protected abstract readonly path: string;

  protected secured(verb: 'get' | 'post' | 'delete', path: string, ...handlers: RequestHandler[]) {
    this.router[verb](`${this.path}${path}`, handlers);
  }
}
