export default defineEventHandler((event) => { setHeader(event, 'x-frame-options', 'DENY'); });
