export default defineCachedEventHandler(() => ({ cached: true }), { maxAge: 1 });
