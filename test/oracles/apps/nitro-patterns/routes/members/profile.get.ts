export default defineEventHandler(({ context }) => ({ sub: context.user.sub }));
