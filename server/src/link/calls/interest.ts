import type { Expr } from '../../model/facts';
import type { Identity } from './identity';
import { nameOf } from './identity';
import { dotted } from './scope';

/** Packages whose every call is kept. */
const packages: ReadonlySet<string> = new Set([
  'jsonwebtoken', 'jose', '@nestjs/jwt', 'express-jwt', '@fastify/jwt', 'fast-jwt', 'koa-jwt', 'hono/jwt', 'hono/jwk', 'passport-jwt', 'jwt-decode', 'jwt-simple', '@hapi/jwt', '@elysiajs/jwt',
  'express-session', 'cookie-session', 'iron-session', 'koa-session', '@fastify/session', '@fastify/secure-session', '@fastify/cookie', 'cookie-parser', 'hono/cookie',
  'bcrypt', 'bcryptjs', 'argon2',
]);

/** Of large packages, the functions that matter. */
const functions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['crypto', new Set(['createHash', 'createHmac', 'pbkdf2', 'pbkdf2Sync', 'timingSafeEqual', 'md5'])],
  ['next/headers', new Set(['cookies().set'])],
  ['h3', new Set(['setCookie', 'useSession', 'getSession', 'updateSession'])],
  ['cookie', new Set(['serialize'])],
]);

/** Whether a call is kept, by what its callee is. */
export function isOfInterest({ package: name, path }: Identity): boolean {
  const own = functions.get(name);
  const called = nameOf({ package: name, path });
  if (own) return own.has(called);
  return packages.has(name) ? !called.includes('()') : name === '' && called === 'Math.random';
}

/** Whether an import of a package is worth reading a file for. */
export const isSpecifierOfInterest = (specifier: string): boolean => { const name = specifier.replace(/^(node|npm):/, ''); return packages.has(name) || functions.has(name); };

/** Texts of calls that need no import. */
export const TEXTS: readonly string[] = ['Math.random', '.cookie(', '.setCookie(', 'cookies.set(', '.session.', '.jwt.', 'jwtSign(', 'jwtVerify(', 'JwtService'];

/** A comparison with a setting or of a signature: what the pattern in front of the parser looks for. */
export const COMPARISON = /[!=]==?\s*(?:`?Bearer|process\.env\.\w*(?:KEY|SECRET|TOKEN|PASSWORD))|(?:signature|hmac|digest|apiKey|api_key|secret|hash)\w*\)?\s*[!=]==?/i;

/** Methods of what a handler is given, by the end of the callee's dotted name: package, name as checks see it. */
const methods: readonly { readonly end: RegExp; readonly package: string; readonly name: string }[] = [
  { end: /(^|\.)(res|response|_res|resp)(\.\w+\(\))*\.cookie$/, package: 'express', name: 'cookie' },
  { end: /(^|\.)(reply|rep|res|response)(\.\w+\(\))*\.setCookie$/, package: '@fastify/cookie', name: 'setCookie' },
  { end: /^(ctx|context|this\.ctx|event|c|Astro)\.cookies\.set$/, package: 'cookies', name: 'set' },
  { end: /^cookies\.set$/, package: 'cookies', name: 'set' },
  { end: /(^|\.)(reply|rep|res)\.jwtSign$/, package: '@fastify/jwt', name: 'sign' },
  { end: /(^|\.)(fastify|app|server|instance|this|request\.server|req\.server)\.jwt\.(sign|verify|decode)$/, package: '@fastify/jwt', name: '*' },
  { end: /(^|\.)(request|req)\.jwt(Verify|Decode)$/, package: '@fastify/jwt', name: '*' },
  { end: /(^|\.)session\.(regenerate|destroy|save|reset|regenerateSession|delete)$/, package: '', name: '*' },
  { end: /^(req|request|ctx)\.(login|logIn)$/, package: 'passport', name: 'login' },
];

/** Packages whose types say what a handler is given: a response that is declared as Express's is still a response. */
export const isFramework = (name: string): boolean => name === '' || /^(@types\/)?(express|express-serve-static-core|fastify|koa|hono|http|https|next|next\/server|passport|@nestjs\/common|@sveltejs\/kit|astro)$/.test(name);

/** A call of something that a handler is given. */
export function methodOf(callee: Expr): { readonly package: string; readonly name: string } | undefined {
  if (callee.k !== 'member') return undefined;
  const name = dotted(callee)?.replaceAll('?', '');
  const found = name === undefined ? undefined : methods.find(one => one.end.test(name));
  return found && { package: found.package, name: found.name === '*' ? callee.prop.replace(/^jwt(?=[A-Z])/, '').replace(/^[A-Z]/, one => one.toLowerCase()) : found.name };
}

const secretive = /(signature|hmac|digest|\bsig\b|api_?-?key|secret|token_?hash|csrf|webhook.*(token|key))/i;

/** Whether a comparison may be one of a secret: one side is called so. */
export const comparesSecret = (names: readonly string[]): boolean => names.some(name => secretive.test(name.split('.').at(-1) ?? '') || secretive.test(name) || /^process\.env\./.test(name));
