import type { LibraryCall } from '../../model/calls';
import type { RepairIntent } from '../../model/finding';
import type { Check } from '../check';
import { endpointOf, reachedBy, subjectOf, wordsIn } from '../known';

const secret = /(^| )(token|otp|one time password|password|passcode|pass code|secret|api key|csrf|xsrf|verification code|verify code|reset code|auth code|authorization code|recovery code|security code|login code|invite code|confirmation code|session id|sid|salt)$/;
const harmless = /mock|fake|dummy|sample|example|placeholder|jitter|delay|backoff|retry|cache|color|test|demo|random number|css|dom|element/i;

/** The name by which what is made is a secret; null when none says so. */
function secretName(call: LibraryCall): string | null {
  const near = call.result.into.slice(0, 3).map((name) => name.split('.').at(-1) ?? name);
  const [fn = ''] = call.functions;
  if ([...near, ...call.functions].some((name) => harmless.test(wordsIn(name)))) return null;
  return near.find((name) => secret.test(wordsIn(name))) ?? (/^(generate|create|make|gen|new|get|random|build)/i.test(fn) && (call.result.returned || near.length > 0) && secret.test(wordsIn(fn)) ? fn : null);
}

function fix(call: LibraryCall): readonly RepairIntent[] {
  const last = call.chain.at(-1);
  if (last === undefined || !call.chain.some((link) => link.name === 'toString')) return [];
  return [{
    kind: 'rewrite', title: 'Take 32 random bytes', safe: false, file: call.file, needs: [{ name: 'randomBytes', module: 'node:crypto', imported: 'randomBytes' }],
    edits: [{ range: { start: call.range.start, end: last.at.range.end }, parts: ['randomBytes(32).toString(\'hex\')'] }],
  }];
}

/** A secret is made of numbers that can be foretold. */
export const check: Check<'call'> = {
  id: 'auth/insecure-random-token',
  about: 'call',
  title: 'A secret is made with Math.random',
  why: 'The numbers of `Math.random` follow from a small inner state that can be computed from a few of them. Who asks for some tokens of their own can foretell those of others.',
  remedy: 'Use `randomBytes`, `randomInt` or `randomUUID` of `node:crypto`.',
  silent: 'It is reported only where the result is called a token, a password, a code that proves something, a session identifier or a salt.',
  owasp: 'API2:2023',
  cwe: 330,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(call) {
    const name = call.name === 'Math.random' ? secretName(call) : null;
    if (name === null || call.staged) return [];
    return [{
      place: call, message: `'${name}' is made with Math.random, whose numbers can be foretold, so others can guess it; use randomBytes or randomInt of node:crypto.`,
      endpoint: endpointOf(call), subject: `${name} ${subjectOf(call)}`, related: reachedBy(call), repairs: fix(call),
    }];
  },
};
