import type { Pattern } from './patterns';

/** The pattern fixture of React Router: a table in code, with a folder of flat routes in it, below a base path. */
export const reactRouterPattern: Pattern = {
  app: 'react-router-patterns',
  rows: {
    'GET /base': [200, 200, 200, 'home'],
    'GET /base/api/health': [200, 200, 200, 'health'],
    'GET /base/members/{memberId}': [303, 200, 200, 'member'],
    'GET /base/members/settings/email': [303, 200, 200, 'email'],
    'GET /base/members/settings': [303, 200, 200, 'settings'],
    'GET /base/v1/status': [200, 200, 200, 'status'],
    'GET /base/v2/status': [200, 200, 200, 'status'],
    'GET /base/teams': [200, 200, 200, 'teams'],
    'GET /base/teams/{teamId}/{tab?}': [200, 200, 200, 'team'],
    'PATCH /base/teams/{teamId}/{tab?}': [401, 200, 200, 'patched'],
    'DELETE /base/teams/{teamId}/{tab?}': [401, 303, 303],
    'GET /base/files/{rest*}': [200, 200, 200, 'files'],
    'GET /base/blog/{slug}': [200, 200, 200, 'slug'],
    'GET /base/lang/about': [200, 200, 200, 'about'],
    'GET /base/about': [200, 200, 200, 'about'],
    'GET /base/{locale?}/faq': [200, 200, 200, 'faq'],
    'GET /base/sitemap.xml': [200, 200, 200, 'sitemap'],
    'GET /base/a/b': [200, 200, 200, 'ab'],
    'GET /base/signin': [200, 200, 200, 'signin'],
    'GET /base/docs/{rest*}': [200, 200, 200, 'docs'],
    'GET /base/c/e': [200, 200, 200, 'cd'],
    'GET /base/_raw': [200, 200, 200, 'raw'],
    'GET /base/x.y/z': [200, 200, 200, 'xyz'],
    'GET /base/reports/{year}': [200, 200, 200, 'year'],
    'GET /base/inner': [200, 200, 200, 'inner'],
  },
  misses: ['GET /base/pages', 'GET /base/_auth/signin', 'GET /base/a_/b', 'GET /base/hidden/inner', 'PUT /base/teams/1', 'GET /base/reports/1/loader'],
};

/** The rows as routes. */
export const reactRouterRoutes = Object.keys(reactRouterPattern.rows).map((id) => { const [method = '', path = ''] = id.split(' '); return { method, path }; });
