import type { Pattern } from './patterns';

/** The pattern fixture of Nitro: folders in the root, base paths of its configuration, what it imports without being asked. */
export const nitroPattern: Pattern = {
  app: 'nitro-patterns',
  rows: {
    'ANY /base/rest/open': [200, 200, 200, 'open'],
    'GET /base/rest': [200, 200, 200, 'index'],
    'PUT /base/rest/teams/{team}': [401, 403, 200, 'team'],
    'DELETE /base/rest/teams/{team}': [401, 403, 202, 'removed'],
    'GET /base/rest/docs/{slug*}': [200, 200, 200, 'depth'],
    'ANY /base/rest/legacy/{rest*}': [200, 200, 200],
    'ANY /base/files/{year}/{name}': [200, 200, 200, 'name year'],
    'GET /base/members/profile': [307, 200, 200, 'sub'],
    'GET /base/lazy': [200, 200, 200, 'lazy'],
    'GET /base/cached': [200, 200, 200, 'cached'],
    'GET /base/moved': [401, 301, 301],
  },
  misses: ['GET /base/open', 'GET /base/api/open', 'GET /base/rest/internal/teams/1', 'POST /base/rest', 'GET /base/shared/x', 'GET /base/01.members'],
};
