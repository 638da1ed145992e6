import type { HapiOptions } from './hapi';
import type { Pattern } from './patterns';

/** A pattern fixture of hapi. */
export interface HapiPattern extends Pattern { readonly options: Omit<HapiOptions, 'app'> }

const options: Omit<HapiOptions, 'app'> = { create: (load) => (load('src/app.ts')['create'] as () => unknown)() };

export const hapiPatterns: readonly HapiPattern[] = [
  {
    app: 'hapi-patterns/authentication', options,
    rows: {
      'GET /early': [401, 200, 200, 'early'],
      'GET /default': [401, 200, 200, 'known'],
      'GET /open': [200, 200, 200, 'open'],
      'GET /try': [200, 200, 200, 'known'],
      'GET /optional': [200, 200, 200, 'known'],
      'GET /try-and-ask': [401, 200, 200, 'asked'],
      'GET /any-of': [401, 200, 200, 'any'],
      'GET /basic': [401, 401, 401],
      'GET /page': [302, 302, 302],
      'GET /trusting': [200, 200, 200, 'trusted'],
      'GET /key': [401, 401, 401],
      'GET /scope': [401, 403, 200, 'scoped'],
      'GET /scope-in-short': [401, 403, 200, 'scoped'],
      'GET /try-scope': [200, 403, 200, 'scoped'],
      'GET /tested': [401, 200, 200, 'tested'],
      'GET /kept': [200, 200, 200, 'found'],
      'GET /takes-over': [401, 200, 200, 'taken'],
      'GET /does-not-take-over': [200, 200, 200, 'taken'],
      'GET /only-logged': [200, 200, 200, 'logged'],
      'GET /extended': [401, 200, 200, 'extended'],
      'GET /nobody': [200, 200, 200, 'nobody'],
    },
    misses: ['GET /', 'POST /open', 'GET /login'],
  },
  {
    app: 'hapi-patterns/mounts', options,
    rows: {
      'GET /outer': [200, 200, 200, 'root'],
      'GET /outer/v1/things': [200, 200, 200, 'things'],
      'GET /outer/added/deep/added': [200, 200, 200, 'deep'],
      'GET /replaced/deep/replaced': [200, 200, 200, 'deep'],
      'GET /outer/deep/plain': [200, 200, 200, 'deep'],
      'GET /guarded/one': [401, 200, 200, 'one'],
      'GET /guarded/two': [401, 200, 200, 'two'],
      'GET /tables/films': [200, 200, 200, 'name'],
      'DELETE /tables/films': [200, 200, 200, 'name'],
      'GET /tables/actors': [200, 200, 200, 'name'],
      'GET /search': [200, 200, 200, 'q'],
      'GET /concatenated': [200, 200, 200, 'concatenated'],
      'GET /both': [200, 200, 200, 'both'],
      'POST /both': [200, 200, 200, 'both'],
      'ANY /any': [200, 200, 200, 'any'],
      'GET /optional/{id?}': [200, 200, 200, 'id'],
      'GET /rest/{path*}': [200, 200, 200, 'path'],
      'GET /two/{parts*}': [200, 200, 200, 'parts'],
      'GET /image/{name}.png': [200, 200, 200, 'name'],
      'GET /decorated': [200, 200, 200, 'extra ok'],
      'GET /method/{id}': [200, 200, 200, 'found id'],
      'GET /empty': [204, 204, 204],
      'POST /created': [201, 201, 201, 'made'],
      'GET /static/{file*}': [404, 404, 404],
      'GET /reports': [200, 200, 200, 'reports', 'conditional'],
    },
    misses: ['GET /things', 'GET /v1/things', 'GET /deep/plain', 'GET /outer/replaced/deep/replaced', 'GET /one', 'GET /two/a', 'DELETE /tables/actors', 'GET /forgotten'],
    unmounted: ['GET /forgotten'],
  },
];
