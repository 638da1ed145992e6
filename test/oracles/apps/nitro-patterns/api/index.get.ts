export default defineEventHandler(() => ({ index: true }));
