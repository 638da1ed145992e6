export default defineEventHandler((event) => ({ year: event.context.params?.year, name: getRouterParams(event).name }));
