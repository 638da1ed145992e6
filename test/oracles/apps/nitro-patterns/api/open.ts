export default defineEventHandler((event) => ({ open: event.method }));
