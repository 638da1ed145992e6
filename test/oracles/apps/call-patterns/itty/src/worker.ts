import { json, Router } from 'itty-router';
import { administrator, signedIn } from './guards';
import { people } from './people';

export const router = Router({ before: [signedIn], finally: [json] });

router
  .get('/before', () => ({ before: 1 }))
  .get('/users/:id?', () => ({ user: 1 }))
  .get('/assets/:path+', () => ({ asset: 1 }))
  .all('/api/v1/*', administrator)
  .all('/api/v1/people/*', people.fetch)
  .get('/things/:id', () => ({ thing: 1 }))
  .get('/things/special', () => ({ special: 1 }));

export default { fetch: (request: Request, ...args: unknown[]) => router.fetch(request, ...args).catch(() => new Response(null, { status: 500 })) };
