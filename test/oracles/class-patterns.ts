import type { Pattern } from './patterns';

/** routing-controllers: what is inherited, what is global, what a checker decides. */
export const routingControllers: Pattern = {
  app: 'class-patterns/routing-controllers',
  rows: {
    'GET /ready': [200, 200, 200, 'ready'],
    'GET /internal/audit': [401, 200, 200, 'data.entries'],
    'ANY /internal/audit/replay': [401, 200, 200, 'data.replayed'],
    'GET /api/books': [200, 200, 200, 'data.list'],
    'GET /api/books/mine': [401, 200, 200, 'data.owner'],
    'GET /api/books/suggested': [200, 200, 200, 'data.suggested'],
    'GET /api/books/lent': [200, 200, 200, 'data.lent'],
    'GET /api/books/{isbn}': [200, 200, 200, 'data.isbn'],
    'POST /api/books': [401, 201, 201, 'data.added'],
    'DELETE /api/books/{isbn}': [403, 403, 200],
    'PATCH /api/books/{isbn}/cover': [403, 403, 200, 'data.cover data.size'],
    'GET /api/shelves/all': [200, 200, 200, 'data.all'],
    'GET /api/shelves/secret': [200, 200, 200, 'data.secret'],
    'GET /api/shelves/{id}/label': [401, 200, 200, 'data.label'],
    'GET /api/reports/{year}': [401, 200, 200, 'data.year', 'conditional'],
  },
  misses: ['GET /books', 'GET /api/audit', 'GET /audit', 'GET /api/drafts', 'GET /api/books/x1', 'GET /shelves/all'],
  unmounted: ['GET /drafts'],
};

/** inversify-express-utils: a router of the application's own, tokens as middleware, what an `AuthProvider` finds. */
export const inversify: Pattern = {
  app: 'class-patterns/inversify',
  rows: {
    'GET /garden/v1/beds': [401, 200, 200, 'beds'],
    'GET /garden/v1/plants': [200, 200, 200, 'sorts'],
    'GET /garden/v1/plants/mine': [401, 200, 200, 'mine'],
    'PATCH /garden/v1/plants/{id}': [403, 403, 200, 'watered'],
    'POST /garden/v1/plants/{id}/harvest': [401, 201, 201, 'basket'],
    'ANY /garden/v1/plants/weather/today': [200, 200, 200, 'sunny'],
  },
  misses: ['GET /plants', 'GET /garden/plants', 'GET /garden/v1/weeds', 'GET /weeds'],
  unmounted: ['GET /weeds'],
};

/** tsoa: the security of the document, alternatives, what is not inherited, a router below a prefix. */
export const tsoa: Pattern = {
  app: 'class-patterns/tsoa',
  rows: {
    'GET /api/v2/boats': [401, 200, 200, 'list'],
    'GET /api/v2/boats/weather': [200, 200, 200, 'wind'],
    'GET /api/v2/boats/logs': [401, 200, 200, 'logs'],
    'GET /api/v2/boats/{name}/position': [401, 200, 200, 'position'],
    'DELETE /api/v2/boats/{name}': [401, 403, 204],
    'PATCH /api/v2/boats/{name}': [403, 200, 200, 'renamed'],
    'POST /api/v2/boats': [401, 201, 201, 'launched'],
  },
  misses: ['GET /boats', 'GET /v2/boats', 'GET /api/boats', 'GET /api/v2/boats/inherited', 'GET /api/v2/rafts'],
  unmounted: ['GET /v2/rafts'],
};
