export default defineEventHandler((event) => {
  event.context.startedAt = Date.now();
});
