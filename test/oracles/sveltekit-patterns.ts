import type { Pattern } from './patterns';

/** The pattern fixture of SvelteKit: folders, hooks and a base path that its configuration names. */
export const kitPattern: Pattern = {
  app: 'sveltekit-patterns',
  rows: {
    'GET /base/{lang?}/greetings': [200, 200, 200, 'lang'],
    'POST /base/{lang?}/greetings': [200, 200, 200],
    'GET /base/docs/{path*}': [200, 200, 200, 'depth'],
    'GET /base/files/report-{year}.{format}': [200, 200, 200, 'format year'],
    'GET /base/.well-known/_meta': [200, 200, 200, 'meta'],
    'GET /base/notes': [200, 200, 200, '[].note'],
    'POST /base/notes': [401, 403, 201, 'created'],
    'ANY /base/proxy/{rest*}': [200, 200, 200, 'method'],
    'GET /base/members/profile': [303, 200, 200, 'profile'],
    'PUT /base/teams/{team}': [303, 200, 200, 'team'],
    'DELETE /base/teams/{team}': [303, 204, 204],
    'GET /base/orders/{id}': [401, 200, 200, 'id owner'],
  },
  misses: ['GET /notes', 'GET /base/v1/notes', 'GET /base/french/greetings', 'GET /base/orders/x', 'PUT /base/notes', 'PATCH /base/teams/1'],
};
