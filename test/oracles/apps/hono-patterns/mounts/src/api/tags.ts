import { Hono } from 'hono';

export const createTags = (name: string, options: { count: boolean } = { count: false }) => {
  const tags = new Hono().get('/', (c) => c.json({ [name]: 1 }));
  if (options.count) tags.get('/count', (c) => c.json({ count: 1 }));
  return tags;
};
