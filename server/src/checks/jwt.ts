import type { Known, LibraryCall } from '../model/calls';
import { isTrue, optionOf, propertyOf } from './known';

/** What a call does with tokens, whichever library it is of. */
export interface TokenUse {
  readonly does: 'sign' | 'verify' | 'decode';
  readonly payload: Known | undefined;
  /** The key as given to this call; undefined where it is given elsewhere. */
  readonly key: Known | undefined;
  /** The options, with the number of the argument that they are and the names that lead to them in it. */
  readonly options: Known | undefined;
  readonly argument: number;
  readonly path: readonly string[];
  /** The option that lists algorithms. */
  readonly algorithms: string | null;
  /** True when further options may be set elsewhere (a module, a plugin). */
  readonly configured: boolean;
  /** How the library is called in messages. */
  readonly library: string;
}

const base = { payload: undefined, key: undefined, options: undefined, argument: 0, path: [], algorithms: 'algorithms', configured: false } as const;

/** Options in an argument; `undefined` where a callback stands in its place. */
function optionsAt(call: LibraryCall, argument: number): Known | undefined {
  const found = call.args[argument];
  return found?.k === 'function' ? undefined : found;
}

function keyIn(options: Known | undefined, ...names: readonly string[]): Known | undefined {
  return names.map((name) => propertyOf(options, name)?.value).find((value) => value !== undefined);
}

/** Options inside of options: `register({ sign: { … } })`. */
function nested(options: Known | undefined, name: string): Known | undefined {
  const found = optionOf(options, name);
  return found === 'unknown' ? options?.k === 'object' ? { ...options, props: [], open: true } : options : found;
}

type Reader = (call: LibraryCall) => TokenUse | undefined;

const jsonwebtoken: Reader = (call) => {
  const key = call.args[1];
  switch (call.name) {
    case 'sign': return { ...base, does: 'sign', payload: call.args[0], key, options: optionsAt(call, 2), argument: 2, algorithms: 'algorithm', library: 'jsonwebtoken' };
    case 'verify': return { ...base, does: 'verify', key, options: optionsAt(call, 2), argument: 2, library: 'jsonwebtoken' };
    case 'decode': return { ...base, does: 'decode', library: 'jsonwebtoken' };
    default: return undefined;
  }
};

const nest: Reader = (call) => {
  const options = optionsAt(call, 1);
  switch (call.name.replace(/^JwtService\./, '').replace(/Async$/, '')) {
    case 'sign': return { ...base, does: 'sign', payload: call.args[0], key: keyIn(options, 'secret', 'privateKey'), options, argument: 1, algorithms: 'algorithm', configured: true, library: '@nestjs/jwt' };
    case 'verify': return { ...base, does: 'verify', key: keyIn(options, 'secret', 'publicKey'), options, argument: 1, configured: true, library: '@nestjs/jwt' };
    case 'decode': return { ...base, does: 'decode', library: '@nestjs/jwt' };
    default: return undefined;
  }
};

const jose: Reader = (call) => {
  switch (call.name) {
    case 'SignJWT': return { ...base, does: 'sign', payload: call.args[0], key: call.chain.find((link) => link.name === 'sign')?.args[0], argument: -1, algorithms: null, library: 'jose' };
    case 'jwtVerify': return { ...base, does: 'verify', key: call.args[1], options: optionsAt(call, 2), argument: 2, library: 'jose' };
    case 'decodeJwt': return { ...base, does: 'decode', library: 'jose' };
    default: return undefined;
  }
};

/** Middleware whose one argument holds everything. */
const middleware = (library: string, secrets: readonly string[], names: RegExp): Reader => (call) => {
  const options = optionsAt(call, 0);
  return names.test(call.name) ? { ...base, does: 'verify', key: keyIn(options, ...secrets), options, library } : undefined;
};

const fastJwt: Reader = (call) => {
  const options = optionsAt(call, 0);
  switch (call.name) {
    case 'createSigner': return { ...base, does: 'sign', key: keyIn(options, 'key'), options, algorithms: 'algorithm', library: 'fast-jwt' };
    case 'createVerifier': return { ...base, does: 'verify', key: keyIn(options, 'key'), options, library: 'fast-jwt' };
    default: return undefined;
  }
};

const fastify: Reader = (call) => {
  switch (call.name) {
    case 'sign': return { ...base, does: 'sign', payload: call.args[0], options: optionsAt(call, 1), argument: 1, algorithms: 'algorithm', configured: true, library: '@fastify/jwt' };
    case 'verify': return { ...base, does: 'verify', options: optionsAt(call, 1), argument: 1, configured: true, library: '@fastify/jwt' };
    case 'decode': return { ...base, does: 'decode', library: '@fastify/jwt' };
    case 'register': {
      const options = call.args[0];
      return { ...base, does: 'verify', key: keyIn(options, 'secret'), options: nested(options, 'verify'), path: ['verify'], library: '@fastify/jwt' };
    }
    default: return undefined;
  }
};

const hono: Reader = (call) => {
  switch (call.name) {
    case 'sign': return { ...base, does: 'sign', payload: call.args[0], key: call.args[1], argument: -1, algorithms: null, library: 'hono/jwt' };
    case 'verify': return { ...base, does: 'verify', key: call.args[1], argument: -1, algorithms: null, library: 'hono/jwt' };
    case 'decode': return { ...base, does: 'decode', library: 'hono/jwt' };
    case 'jwt': return { ...base, does: 'verify', key: keyIn(call.args[0], 'secret'), options: call.args[0], algorithms: null, library: 'hono/jwt' };
    default: return undefined;
  }
};

const simple: Reader = (call) => {
  switch (call.name) {
    case 'encode': return { ...base, does: 'sign', payload: call.args[0], key: call.args[1], argument: -1, algorithms: null, library: 'jwt-simple' };
    case 'decode': return isTrue(call.args[2]) ? { ...base, does: 'decode', library: 'jwt-simple' } : { ...base, does: 'verify', key: call.args[1], argument: -1, algorithms: null, library: 'jwt-simple' };
    default: return undefined;
  }
};

const readers: Readonly<Record<string, Reader>> = {
  jsonwebtoken, '@nestjs/jwt': nest, jose, 'fast-jwt': fastJwt, '@fastify/jwt': fastify, 'hono/jwt': hono, 'jwt-simple': simple,
  'express-jwt': middleware('express-jwt', ['secret'], /^(default|expressjwt|expressJwt)$/),
  'koa-jwt': middleware('koa-jwt', ['secret'], /^default$/),
  'passport-jwt': middleware('passport-jwt', ['secretOrKey'], /^Strategy$/),
  'jwt-decode': (call) => (/^(default|jwtDecode|jwt_decode)$/.test(call.name) ? { ...base, does: 'decode', library: 'jwt-decode' } : undefined),
};

/** What a call does with tokens; undefined when it is none of the libraries that sign, verify or decode. */
export const tokenUse = (call: LibraryCall): TokenUse | undefined => (call.form === 'call' || call.form === 'new' ? readers[call.package]?.(call) : undefined);

/** Options of the modules and plugins that set defaults for the tokens of a framework: `JwtModule.register({ signOptions })`. */
export function tokenDefaults(calls: readonly LibraryCall[], library: string): readonly Known[] {
  return calls.flatMap((call): readonly Known[] => {
    if (call.package !== library) return [];
    const [first] = call.args;
    if (library === '@fastify/jwt') return call.name === 'register' && first !== undefined ? [first] : [];
    if (/^JwtModule\.register$|^JwtService$/.test(call.name)) return first === undefined ? [] : [first];
    if (call.name !== 'JwtModule.registerAsync') return [];
    const factory = propertyOf(first, 'useFactory')?.value;
    return factory?.k === 'function' && factory.returns !== null ? [factory.returns] : first === undefined ? [] : [{ ...first, k: 'unknown' }];
  });
}
