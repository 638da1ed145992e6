import { requireSession } from '@/server/session';
import { compose, withErrors } from '@/server/wrappers';

const route = compose(withErrors);

export const GET = route(async () => {
  await requireSession();
  return Response.json({ composed: 1 });
});

export const PUT = route(() => Response.json({ open: 1 }));
