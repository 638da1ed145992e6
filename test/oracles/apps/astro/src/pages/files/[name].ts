export const GET = ({ locals, params: { name } }) => {
  if (!locals.claims()) return new Response('sign in first', { status: 401 });
  return Response.json({ name, size: name.length });
};
