import { IttyRouter, json } from 'itty-router';

// Routers know their whole paths.
const notMounted = IttyRouter();
notMounted.get('/draft', () => json({ draft: 1 }));

export const people = IttyRouter({ base: '/api/v1/people' })
  .get('/', () => json({ people: 1 }))
  .get('/:personId', () => json({ person: 1 }));
