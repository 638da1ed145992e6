import Router from '@koa/router';

const notes = new Router();

notes.get('/', (ctx) => { ctx.body = { of: ctx.params.personId }; });
notes.get('/:noteId', (ctx) => { ctx.body = { note: ctx.params.noteId }; });
notes.delete('/:noteId', async (ctx, next) => {
  if (ctx.state.user.role !== 'admin') ctx.throw(403);
  await next();
}, (ctx) => { ctx.status = 204; });

export = notes;
