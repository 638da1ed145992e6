export const routes = [
  { method: 'GET', path: '/table', open: true, handler: async () => ({ table: 1 }) },
  { method: 'POST', path: '/table/:id', open: false, handler: async () => ({ posted: 1 }) },
] as const;
