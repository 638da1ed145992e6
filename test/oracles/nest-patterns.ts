import type { Pattern } from './patterns';

/** The pattern fixtures of NestJS. */
export const nestPatterns: readonly Pattern[] = [
  {
    app: 'nest-patterns/guarded',
    rows: {
      'GET /health': [200, 200, 200, 'up'],
      'ANY /hooks/anything': [200, 200, 200, 'hook'],
      'POST /hooks/mail/{box}': [201, 201, 201, 'mail'],
      'GET /api/v1/cats': [200, 200, 200, 'list'],
      'GET /api/v1/cats/{id}': [401, 200, 200, 'one'],
      'DELETE /api/v1/cats/{id}': [401, 403, 200, 'removed'],
      'POST /api/v1/cats': [401, 201, 201, 'added'],
      'GET /api/v1/birds': [401, 200, 200, 'list'],
      'GET /api/v1/birds/tree/{path*}': [401, 200, 200, 'tree'],
      'GET /api/v1/dogs': [401, 200, 200, 'dogs'],
      'GET /api/v1/dogs/all': [401, 200, 200, 'dogs'],
      'GET /api/v1/hounds': [401, 200, 200, 'dogs'],
      'GET /api/v1/hounds/all': [401, 200, 200, 'dogs'],
      'GET /api/v2/dogs': [401, 200, 200, 'dogs'],
      'GET /api/v2/dogs/all': [401, 200, 200, 'dogs'],
      'GET /api/v2/hounds': [401, 200, 200, 'dogs'],
      'GET /api/v2/hounds/all': [401, 200, 200, 'dogs'],
      'GET /api/v3/dogs/paws': [401, 200, 200, 'paws'],
      'GET /api/v3/hounds/paws': [401, 200, 200, 'paws'],
      'GET /api/v1/admin/stats': [401, 403, 200, 'stats'],
      'PUT /api/v1/admin/stats/{name}': [401, 403, 200, 'changed'],
      'GET /api/v1/features/flags': [401, 200, 200, 'flags'],
      'GET /api/v1/legacy/ping': [200, 200, 200, 'ping'],
      'GET /api/v1/legacy/data': [401, 200, 200, 'data'],
    },
    misses: ['GET /api/health', 'GET /v1/health', 'GET /cats', 'GET /api/cats', 'GET /api/v2/cats', 'GET /api/v1/wolves', 'GET /api/v1/dogs/paws', 'GET /api/hooks/anything'],
    unmounted: ['GET /wolves'],
  },
  {
    app: 'nest-patterns/scoped',
    rows: {
      'GET /rest/v2/shop/opening-hours': [200, 200, 200, 'close open'],
      'GET /rest/v2/shop/name': [403, 200, 200, 'name'],
      'GET /rest/v2/shop/address': [403, 200, 200, 'street'],
      'GET /rest/v2/shop/{shopId}/stock': [403, 200, 200, '[].left [].sku'],
      'POST /rest/v2/shop/{shopId}/stock/orders': [403, 403, 201, 'ordered'],
    },
    misses: ['GET /shop/name', 'GET /rest/v2/name', 'GET /rest/v2/stock', 'GET /rest/v2/shop/stock'],
  },
];
