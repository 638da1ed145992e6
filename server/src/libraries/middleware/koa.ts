import type { Value } from '../../evaluate/value';
import { native, object } from '../../evaluate/value';
import { packages, passingFactory } from '../credentials';
import type { Library } from '../library';

/** Packages whose default makes a middleware that goes on. */
const FACTORIES: readonly string[] = [
  'koa-bodyparser', '@koa/bodyparser', 'koa-body', 'koa-better-body', '@koa/cors', 'koa2-cors', 'kcors', 'koa-helmet', 'koa-ratelimit', 'koa2-ratelimit', 'koa-logger', 'koa-pino-logger', 'koa-morgan', 'koa-compress', 'koa-static',
  'koa-conditional-get', 'koa-etag', 'koa-json', 'koa-views', 'koa-ejs', 'koa-error', 'koa-json-error', 'koa-onerror', 'koa-response-time', 'koa-favicon', 'koa-sslify', 'koa-range', 'koa-requestid', 'koa-x-request-id', 'koa-cache-control',
  'koa-user-agent', 'koa-useragent', 'koa-respond', 'koa-qs', 'koa-timeout', 'koa2-connect-history-api-fallback', 'koa-etag', 'koa-no-trailing-slash', 'koa-locale', 'koa-i18n', 'koa-cookie', 'koa-bunyan-logger',
];

/** Middleware of Koa that has nothing to do with who the caller is. */
export const library: Library = {
  name: 'koa middleware',
  models: () => {
    const upload = (): Value => object(['single', 'array', 'fields', 'any', 'none'].map(name => [name, passingFactory(`upload.${name}`)] as const));
    const multer = native('multer', upload, ['diskStorage', 'memoryStorage'].map(name => [name, native(`multer.${name}`, () => object())] as const));
    return packages({
      ...Object.fromEntries(FACTORIES.map(name => [name, { default: passingFactory(name) }])),
      'koa-body': { default: passingFactory('koaBody'), koaBody: passingFactory('koaBody') },
      '@koa/bodyparser': { default: passingFactory('bodyParser'), bodyParser: passingFactory('bodyParser') },
      '@koa/multer': { default: multer }, 'koa-multer': { default: multer },
      'koa2-ratelimit': { RateLimit: object([['middleware', passingFactory('RateLimit.middleware')]]) },
    });
  },
};
