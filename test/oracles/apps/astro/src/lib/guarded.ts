import type { APIContext, APIRoute } from 'astro';

export const guarded = (handler: APIRoute): APIRoute => (context: APIContext) => {
  if (!context.locals.claims()) return Response.json({ error: 'sign in first' }, { status: 401 });
  return handler(context);
};
