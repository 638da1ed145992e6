import Router from '@koa/router';

export { default as people, addLate } from './people';
export * from './tags';

export const version = new Router();
version.get('/', (ctx) => { ctx.body = { version: 1 }; });

export const plain = new Router();
plain.get('/entries', (ctx) => { ctx.body = { entries: 1 }; });

// Nobody uses this one.
export const drafts = new Router();
drafts.get('/drafts', (ctx) => { ctx.body = { drafts: 1 }; });
