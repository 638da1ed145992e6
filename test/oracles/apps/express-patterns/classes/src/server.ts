import express from 'express';
import { App } from './app';
import { CommentsController } from './comments.controller';
import { PostsController } from './posts.controller';

export const server = new App({
  middlewares: [express.json(), express.urlencoded({ extended: true })],
  controllers: [new PostsController(), new CommentsController('/comments')],
}).status();
