import { Elysia } from 'elysia';
import { signedIn } from './guards';
import { everywhere, lazy, local, scoped, users } from './plugins';

const inner = new Elysia({ prefix: '/inner' }).use(scoped).get('/after', () => ({ after: 1 }));

const staff = new Elysia({ prefix: '/staff' })
  .use(users)
  .get('/list', ({ user }) => ({ role: user.role }), { admin: true })
  .get('/any', () => ({ any: 1 }), { admin: false });

export const app = new Elysia({ prefix: '/api' })
  .get('/open', () => ({ open: 1 }))
  .use(local)
  .use(inner)
  // What is scoped in `scoped` went as far as `inner`.
  .get('/still-open', () => ({ still: 1 }))
  .use([staff, lazy])
  .group('/group', (group) => group.get('/first', () => ({ first: 1 })).guard({ beforeHandle: signedIn }).get('/second/:id?', () => ({ second: 1 })))
  .get('/single', () => ({ single: 1 }), { beforeHandle: [signedIn] })
  .guard({ beforeHandle: [signedIn] }, (guarded) => guarded.put('/guarded/*', () => ({ guarded: 1 })))
  .route('PATCH', '/patched', ({ set }) => { set.status = 'Accepted'; return { patched: 1 }; })
  .use(everywhere)
  .all('/late', () => ({ late: 1 }));

export default new Elysia().use(app).get('/root', () => ({ root: 1 }));
