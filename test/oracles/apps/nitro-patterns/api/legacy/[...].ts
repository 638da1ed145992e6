export default defineEventHandler((event) => send(event, 'rest', 'text/plain'));
