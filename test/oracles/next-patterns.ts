import type { Pattern } from './patterns';

/** The pattern fixture of Next.js, served below a base path. */
export const nextPattern: Pattern = {
  app: 'next-patterns',
  rows: {
    'GET /base/api/notes/{slug*}': [200, 200, 200, 'depth'],
    'GET /base/api/docs/{slug*}': [200, 200, 200, 'docs'],
    'GET /base/api/library/{all*}': [200, 200, 200, 'library'],
    'POST /base/api/library/{all*}': [200, 200, 200, 'library'],
    'DELETE /base/api/multi': [200, 200, 200, 'multi'],
    'GET /base/api/multi': [200, 200, 200, 'multi'],
    'POST /base/api/multi': [200, 200, 200, 'multi'],
    'GET /base/api/star': [200, 200, 200, 'star'],
    'PATCH /base/api/star': [200, 200, 200, 'patched'],
    'POST /base/api/roles': [401, 403, 201, 'roles'],
    'GET /base/api/session': [401, 200, 200, 'sub'],
    'GET /base/api/composed': [401, 200, 200, 'composed'],
    'PUT /base/api/composed': [200, 200, 200, 'open'],
    'GET /base/members/profile': [307, 200, 200, 'profile'],
    'GET /base/teams/{teamId}': [200, 200, 200, 'teamId'],
    'PUT /base/teams/{teamId}/settings': [307, 200, 200, 'settings'],
  },
  misses: ['GET /api/notes/1', 'GET /base/notes/1', 'GET /base/api/notes', 'GET /base/api/v1/notes/1', 'GET /base/_internal', 'GET /base/internal', 'PUT /base/api/star'],
};
