export const paths = { files: '/files/:name', items: 'items', admin: 'admin' } as const;
