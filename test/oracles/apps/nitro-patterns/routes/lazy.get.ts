export default lazyEventHandler(async () => { const answer = { lazy: true }; return defineEventHandler(() => answer); });
