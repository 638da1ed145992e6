import { derived, input, native, object } from '../../evaluate/value';
import { packages } from '../credentials';
import type { Library } from '../library';
import { decorate, plugin } from './plugins';

/** Plugins of which nothing decides who may call what; a rate limit asks nobody who they are. */
const HARMLESS: readonly string[] = [
  '@fastify/cors', '@fastify/helmet', '@fastify/rate-limit', '@fastify/compress', '@fastify/formbody', '@fastify/multipart', '@fastify/etag', '@fastify/caching', '@fastify/url-data', '@fastify/accepts',
  '@fastify/accepts-serializer', '@fastify/circuit-breaker', '@fastify/csrf-protection', '@fastify/elasticsearch', '@fastify/kafka', '@fastify/leveldb', '@fastify/middie', '@fastify/mongodb', '@fastify/mysql',
  '@fastify/nextjs', '@fastify/otel', '@fastify/overload', '@fastify/postgres', '@fastify/redis', '@fastify/request-context', '@fastify/response-validation', '@fastify/routes', '@fastify/schedule', '@fastify/soap-client',
  '@fastify/sse', '@fastify/type-provider-json-schema-to-ts', '@fastify/type-provider-typebox', '@fastify/under-pressure', '@fastify/view', '@fastify/vite', '@fastify/websocket', '@fastify/express', '@fastify/awilix',
  'fastify-cors', 'fastify-helmet', 'fastify-rate-limit', 'fastify-compress', 'fastify-formbody', 'fastify-multipart', 'fastify-websocket', 'fastify-raw-body', 'fastify-metrics', 'fastify-graceful-shutdown', 'fastify-healthcheck',
  'fastify-socket.io', 'fastify-zod', 'fastify-sse-v2', 'fastify-print-routes', 'fastify-printroutes', 'fastify-no-icon', 'fastify-favicon', 'middie', 'under-pressure', 'point-of-view', '@autotelic/fastify-opentelemetry',
  '@immobiliarelabs/fastify-sentry', 'fastify-sentry', '@mgcrea/fastify-request-logger', 'fastify-server-timing', 'fastify-i18n', 'fastify-typeorm-plugin', 'fastify-knexjs', '@fastify/swagger', 'fastify-swagger',
];

/** Plugins of Fastify that ask nobody who they are. */
export const library: Library = {
  name: 'fastify plugins',
  models: () => {
    const harmless = (name: string): ReturnType<typeof plugin> => plugin(name, (m, instance) => {
      if (name.endsWith('swagger')) decorate(m, instance, 'decorate', { swagger: native('fastify.swagger', () => derived('swagger', [])) });
    });
    const cookie = plugin('@fastify/cookie', (m, instance) => {
      decorate(m, instance, 'decorateRequest', { unsignCookie: native('unsignCookie', (_m, call) => object([['valid', derived('test', call.args)], ['value', call.args[0] ?? derived('cookie', [])], ['renew', derived('renew', [])]])) });
    });
    const env = plugin('@fastify/env', (m, instance) => { decorate(m, instance, 'decorate', { config: derived('config', []) }); });
    const context = { requestContext: object([['get', native('requestContext.get', (_m, call) => derived('context', [input('request'), ...call.args]))], ['set', native('requestContext.set', () => derived('context', []))]]) };
    return packages({
      ...Object.fromEntries(HARMLESS.map(name => { const made = harmless(name); return [name, { default: made, ...exported(name, made), ...name === '@fastify/request-context' ? context : {} }]; })),
      '@fastify/cookie': { default: cookie, fastifyCookie: cookie }, 'fastify-cookie': { default: cookie },
      '@fastify/env': { default: env, fastifyEnv: env }, 'fastify-env': { default: env },
    });
  },
};

/** Official plugins export themselves under a name, too: `fastifyCors`. */
function exported(name: string, made: ReturnType<typeof plugin>): Readonly<Record<string, ReturnType<typeof plugin>>> {
  const plain = name.replace(/^@fastify\//, 'fastify-').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { [plain]: made };
}
