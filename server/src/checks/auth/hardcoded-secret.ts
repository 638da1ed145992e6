import type { Known, LibraryCall } from '../../model/calls';
import type { RepairIntent, Severity } from '../../model/finding';
import type { Check, Draft } from '../check';
import { alternatives, optionOf, propertyOf } from '../known';
import { tokenUse } from '../jwt';

interface Keyed { readonly key: Known; readonly what: string; readonly setting: string }

/** The keys that a call is given, and what they are for. */
function keysOf(call: LibraryCall): readonly Keyed[] {
  const [first] = call.args;
  const session = { what: 'session cookies', setting: 'SESSION_SECRET' };
  const from = (options: Known | undefined, names: readonly string[], rest: Omit<Keyed, 'key'>): readonly Keyed[] =>
    names.flatMap((name) => { const found = propertyOf(options, name)?.value; return found === undefined ? [] : listed(found).map((key) => ({ key, ...rest })); });
  const use = tokenUse(call);
  if (use?.key !== undefined) return listed(use.key).map((key) => ({ key, what: 'tokens', setting: 'JWT_SECRET' }));
  switch (call.package) {
    case '@nestjs/jwt': {
      if (/^JwtModule\.register$|^JwtService$/.test(call.name)) return from(first, ['secret', 'privateKey'], { what: 'tokens', setting: 'JWT_SECRET' });
      const factory = call.name === 'JwtModule.registerAsync' ? optionOf(first, 'useFactory') : undefined;
      return factory !== undefined && factory !== 'unknown' && factory.k === 'function' && factory.returns !== null ? from(factory.returns, ['secret', 'privateKey'], { what: 'tokens', setting: 'JWT_SECRET' }) : [];
    }
    case 'express-session': case '@fastify/session': return call.name === 'default' || call.name === 'register' ? from(first, ['secret'], session) : [];
    case 'cookie-session': return from(first, ['secret', 'keys'], session);
    case 'iron-session': return from(call.args.at(-1), ['password'], session);
    case '@fastify/secure-session': return from(first, ['secret', 'key'], session);
    case '@fastify/cookie': return call.name === 'register' ? from(first, ['secret'], { what: 'cookies', setting: 'COOKIE_SECRET' }) : [];
    case 'cookie-parser': return first === undefined ? [] : listed(first).map((key) => ({ key, what: 'cookies', setting: 'COOKIE_SECRET' }));
    default: return [];
  }
}

const listed = (known: Known): readonly Known[] => (known.k === 'list' ? known.items : [known]);

/** A text that may be a key: not empty, not the public half of a pair, not the name of a file or a setting to be filled in by a tool. */
function isKey(known: Known | undefined): known is Known & { readonly k: 'literal'; readonly value: string } {
  return known?.k === 'literal' && typeof known.value === 'string' && known.value.trim() !== '' && !/BEGIN (PUBLIC|RSA PUBLIC|CERTIFICATE)/.test(known.value) && !/^(\$\{|\{\{|<%|%\w+%$|\/|\.\.?\/)/.test(known.value);
}

/** The key in the code, and whether it is only taken where a setting is missing. */
function keyInCode(known: Known): { readonly key: Known; readonly fallback: boolean } | undefined {
  if (isKey(known)) return { key: known, fallback: false };
  if (known.k !== 'either' || known.staged) return undefined;
  if (!known.default) {
    // `let key = 'x'` that is set to something else later, or never.
    const [first, ...later] = alternatives(known);
    return isKey(first) ? { key: first, fallback: !later.every(isKey) } : undefined;
  }
  const last = known.of.at(-1);
  const before = known.of.slice(0, -1).flatMap(alternatives);
  return isKey(last) && before.some((one) => one.k === 'setting' || one.k === 'unknown' && one.named !== null) ? { key: last, fallback: true } : undefined;
}

function fix(known: Known, key: Known, fallback: boolean, setting: string): readonly RepairIntent[] {
  const { file, range } = fallback ? known.at : key.at;
  const common = { kind: 'rewrite', safe: false, file, needs: [] } as const;
  const first = known.k === 'either' && known.default ? known.of[0] : undefined;
  if (fallback) return first?.at.file === file ? [{ ...common, title: 'Do without the key in the code', edits: [{ range, parts: [first.at.range] }] }] : [];
  return [{ ...common, title: `Read the key from ${setting}`, edits: [{ range, parts: [`process.env.${setting}${/\.[cm]?ts$/.test(file) ? '!' : ''}`] }] }];
}

function draft(call: LibraryCall, { key: known, what, setting }: Keyed): readonly Draft[] {
  const found = keyInCode(known);
  if (found === undefined || call.staged) return [];
  const severity: Severity = found.fallback ? 'warning' : 'error';
  const { key, fallback } = found;
  return [{
    place: key.at, severity, endpoint: null, subject: `key of ${what} in ${key.at.file} ${known.named ?? ''}`,
    message: fallback
      ? `When nothing else is set, the key of ${what} is the one that stands here, which everyone who has seen the code can use to forge them; stop at start-up instead.`
      : `The key of ${what} stands in the code, so everyone who has seen the code can forge them; read it from the environment or a secret store, and replace this one.`,
    related: key.at.file === call.file ? [] : [{ message: `it is used here as the key of ${what}`, file: call.file, range: call.range }],
    repairs: fix(known, key, fallback, setting),
  }];
}

/** A key that signs tokens or cookies is written in the code. */
export const check: Check<'call'> = {
  id: 'auth/hardcoded-secret',
  about: 'call',
  title: 'A signing key stands in the code',
  why: 'Whoever has the key can make tokens or session cookies of any user. A key in the code is known to everyone who ever had a copy, is the same in every installation and stays in the history after it was removed.',
  remedy: 'Read the key from the environment or a secret store, refuse to start without it, and replace the key that was in the code.',
  silent:
    'It follows constants, configuration objects, enums and imports to the text itself. It looks at keys of tokens (JWT), sessions, cookies and passport strategies only. It is silent for public keys and certificates, and where the stage of the deployment decides ' +
    '(`NODE_ENV`). A key that is only taken where a setting is missing is a warning.',
  owasp: 'API2:2023',
  cwe: 798,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run: (call) => keysOf(call).flatMap((keyed) => draft(call, keyed)),
};
