export default defineEventHandler((event) => ({ depth: getRouterParam(event, 'slug')?.length }));
