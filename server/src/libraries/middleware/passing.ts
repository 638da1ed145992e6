import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, list, native, object } from '../../evaluate/value';
import { answersItself } from '../../evaluate/library';
import { goOn, packages, passing, passingFactory } from '../credentials';
import type { Library } from '../library';

/** Packages whose default makes a middleware that goes on. */
const FACTORIES: readonly string[] = [
  'cors', 'helmet', 'morgan', 'compression', 'cookie-parser', 'express-slow-down', 'serve-favicon', 'response-time', 'method-override', 'connect-timeout', 'express-fileupload', 'hpp',
  'express-mongo-sanitize', 'csurf', 'errorhandler', 'connect-history-api-fallback', 'pino-http', 'express-pino-logger', 'express-bunyan-logger', 'xss-clean', 'express-request-id',
  'express-useragent', 'connect-flash', 'express-ejs-layouts', 'vhost', 'serve-index', 'express-correlation-id', 'nocache', 'lusca', 'express-xss-sanitizer', 'express-device',
];

const makers = (name: string, members: readonly string[]): Record<string, Value> => Object.fromEntries(members.map(member => [member, passingFactory(`${name}.${member}`)]));

/** Answers every request itself. */
function answer(name: string): NativeValue {
  return native(name, (m, call) => {
    m.emit({ kind: 'respond', value: derived(name, []), status: null, site: call.site, via: name });
    return derived(name, []);
  });
}

/** A proxy answers what it is mounted for; with a filter, the rest goes on. */
function proxy(m: Machine, call: Call): Value {
  const [first, second] = call.args;
  const options = first?.t === 'object' ? first : second;
  const filtered = first?.t !== 'object' || (options?.t === 'object' && (options.props.has('pathFilter') || options.props.has('filter')));
  const whole = answer('proxy');
  if (!filtered) return whole;
  return native('proxy', (machine, inner) => machine.fork([{ run: () => machine.call(whole, inner.args) }, { run: () => goOn(machine, inner) }], false));
}

/** multer: `upload.single('file')` and the like go on with the file in the request. */
function multer(): NativeValue {
  const upload = (): Value => object(Object.entries(makers('upload', ['single', 'array', 'fields', 'any', 'none'])));
  return native('multer', upload, ['diskStorage', 'memoryStorage'].map(name => [name, native(`multer.${name}`, () => derived(name, []))] as const));
}

/** Middleware that has nothing to do with who the caller is. */
export const library: Library = {
  name: 'middleware',
  models: () => {
    const parsers = makers('bodyParser', ['json', 'urlencoded', 'raw', 'text']);
    const limit = passingFactory('rateLimit');
    const logger = makers('expressWinston', ['logger', 'errorLogger']);
    const setup = native('swaggerUi.setup', () => answersItself(answer('swaggerUi.setup'), 'GET', { open: 'it shows the documentation of the API' }));
    const proxied = native('createProxyMiddleware', proxy);
    const slow = passingFactory('slowDown');
    return packages({
      ...Object.fromEntries(FACTORIES.map(name => [name, { default: passingFactory(name) }])),
      helmet: { default: passingFactory('helmet'), ...makers('helmet', ['contentSecurityPolicy', 'crossOriginEmbedderPolicy', 'crossOriginOpenerPolicy', 'crossOriginResourcePolicy', 'dnsPrefetchControl', 'frameguard', 'hidePoweredBy', 'hsts', 'ieNoOpen', 'noSniff', 'originAgentCluster', 'permittedCrossDomainPolicies', 'referrerPolicy', 'xssFilter', 'xPoweredBy', 'xFrameOptions', 'strictTransportSecurity']) },
      morgan: { default: passingFactory('morgan', [['token', native('morgan.token', () => derived('morgan', []))], ['format', native('morgan.format', () => derived('morgan', []))]]) },
      'body-parser': { default: passingFactory('bodyParser'), ...parsers },
      multer: { default: multer() },
      'express-rate-limit': { default: limit, rateLimit: limit }, 'rate-limiter-flexible': {}, 'express-slow-down': { default: slow, slowDown: slow },
      'pino-http': { default: passingFactory('pinoHttp'), pinoHttp: passingFactory('pinoHttp') },
      'express-mongo-sanitize': { default: passingFactory('mongoSanitize', [['sanitize', native('sanitize', (_m, call) => call.args[0] ?? derived('sanitize', []))]]) },
      'express-useragent': { default: passingFactory('useragent'), express: passingFactory('useragent.express') },
      'express-winston': logger,
      'i18next-http-middleware': { handle: passingFactory('i18next.handle') },
      'serve-static': { default: passingFactory('serveStatic') },
      'http-proxy-middleware': { default: proxied, createProxyMiddleware: proxied },
      'swagger-ui-express': { serve: list([passing('swaggerUi.serve')]), serveFiles: native('swaggerUi.serveFiles', () => list([passing('swaggerUi.serve')])), setup },
      'express-async-errors': {},
      'csrf-csrf': { doubleCsrf: native('doubleCsrf', () => object([['doubleCsrfProtection', passing('doubleCsrfProtection')], ['generateToken', native('generateToken', () => derived('csrf', []))], ['generateCsrfToken', native('generateCsrfToken', () => derived('csrf', []))]])) },
    });
  },
};
