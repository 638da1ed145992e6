export default defineEventHandler({
  onRequest: [(event) => { requireClaims(event); }],
  handler: (event) => {
    const name = getRouterParam(event, 'name') ?? '';
    return { name, size: name.length };
  },
});
