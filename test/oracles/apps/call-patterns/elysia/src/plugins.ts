import { Elysia } from 'elysia';
import { signedIn, withUser } from './guards';

/** Stays inside. */
export const local = new Elysia({ prefix: '/local' })
  .get('/before', () => ({ before: 1 }))
  .onBeforeHandle(signedIn)
  .get('/inside', () => ({ inside: 1 }));

/** Reaches whoever uses it, and nobody further out. */
export const scoped = new Elysia().onBeforeHandle({ as: 'scoped' }, signedIn).get('/scoped-own', () => ({ own: 1 }));

/** Reaches everybody who comes after. */
export const everywhere = new Elysia({ name: 'everywhere' }).onBeforeHandle({ as: 'global' }, signedIn);

export const users = new Elysia()
  .resolve(withUser)
  .macro({ admin: (wanted: boolean) => ({ beforeHandle: ({ user, status }) => (wanted && user.role !== 'admin' ? status(403) : undefined) }) })
  .as('scoped');

export const lazy = new Elysia({ prefix: '/lazy' }).get('/', () => ({ lazy: 1 }));

/** Nobody uses this one. */
export const drafts = new Elysia().get('/drafts', () => ({ draft: 1 }));
