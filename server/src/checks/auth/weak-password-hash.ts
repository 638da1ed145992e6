import type { Known, LibraryCall } from '../../model/calls';
import type { RepairIntent } from '../../model/finding';
import type { Check, Draft } from '../check';
import { endpointOf, numberOf, reachedBy, subjectOf, textOf, wordsIn } from '../known';

/** Below these, hashes of a leaked table are tried too fast (OWASP's password storage advice, with room for older choices). */
const leastRounds = 10;
const leastIterations = 100_000;

const password = /(^| )(password|passwd|pwd|passphrase|passcode)( (input|value|text|plain|raw|string|with salt))?$/;
const passwordFunction = /(hash|encrypt|digest|check|verify|compare|match|salt)\w*(password|pwd|passwd)|(password|pwd|passwd)\w*(hash|encrypt|digest)/i;
/** What asks a service for leaked passwords sends a part of a fast hash by design. */
const leakLookup = /pwned|breach|hibp|leak|gravatar|fingerprint|cache|etag/i;

const isPassword = (known: Known | undefined): boolean => {
  if (known === undefined) return false;
  const name = known.named ?? '';
  if (password.test(wordsIn(name.replace(/\(\)$/, '').split('.').at(-1) ?? ''))) return true;
  return known.k === 'text' && known.parts.some((part) => typeof part !== 'string' && isPassword(part));
};

function fastHash(call: LibraryCall): Draft | undefined {
  const algorithm = textOf(call.args[0]);
  if (call.package !== 'crypto' || !/^create(Hash|Hmac)$/.test(call.name) || algorithm === undefined || call.name === 'createHmac') return undefined;
  const names = [...call.functions, ...call.result.into, call.file.slice(call.file.lastIndexOf('/') + 1)];
  if (names.some((name) => leakLookup.test(name)) || call.result.reads.some((name) => /^(slice|substring|substr|startsWith)$/.test(name)) || call.result.passed.some((name) => /bcrypt|argon|scrypt|pbkdf2/i.test(name))) return undefined;
  const updated = call.chain.filter((link) => link.name === 'update').map((link) => link.args[0]);
  if (!updated.some(isPassword) && !(updated.length > 0 && passwordFunction.test(call.functions[0] ?? ''))) return undefined;
  return {
    place: call.callee, message: `The password is hashed with ${algorithm}, which is made to be fast, so a leaked table is cracked quickly; use argon2, scrypt or bcrypt.`,
    endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: [],
  };
}

function fewRounds(call: LibraryCall): Draft | undefined {
  if (!/^bcrypt(js)?$/.test(call.package) || call.staged) return undefined;
  const cost = /^hash(Sync)?$/.test(call.name) ? call.args[1] : /^genSalt(Sync)?$/.test(call.name) ? call.args[0] : undefined;
  const rounds = numberOf(cost);
  if (cost === undefined || rounds === undefined || rounds >= leastRounds) return undefined;
  const repair: RepairIntent = { kind: 'rewrite', title: 'Use 12 rounds', safe: false, file: cost.at.file, needs: [], edits: [{ range: cost.at.range, parts: ['12'] }] };
  return {
    place: cost.at, message: `bcrypt runs only 2^${rounds} rounds here, so a leaked table of passwords is cracked quickly; use at least ${leastRounds}, better 12.`,
    endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: [repair],
  };
}

function fewIterations(call: LibraryCall): Draft | undefined {
  const iterations = call.package === 'crypto' && /^pbkdf2(Sync)?$/.test(call.name) ? numberOf(call.args[2]) : undefined;
  const place = call.args[2]?.at;
  if (iterations === undefined || place === undefined || iterations >= leastIterations || !(isPassword(call.args[0]) || passwordFunction.test(call.functions[0] ?? ''))) return undefined;
  return {
    place, message: `PBKDF2 runs only ${iterations} times here, so a leaked table of passwords is cracked quickly; use 600000 with SHA-256, and keep the number with each hash so that it can grow.`,
    endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: [],
  };
}

/** Passwords are hashed in a way that is cracked quickly. */
export const check: Check<'call'> = {
  id: 'auth/weak-password-hash',
  about: 'call',
  title: 'Passwords are hashed too weakly',
  why: 'A table of password hashes that leaks is attacked offline: hardware tries billions of MD5 or SHA values in a second, but only some thousands of a slow hash. People use one password in many places.',
  remedy: 'Hash passwords with argon2id, scrypt or bcrypt (12 rounds), and hash them anew when the user signs in next.',
  silent: 'It is silent for hashes of anything that is not called a password, for the short hash that asks a service for leaked passwords, and for a fast hash that is handed on to a slow one.',
  owasp: 'API2:2023',
  cwe: 916,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(call) {
    const found = fastHash(call) ?? fewRounds(call) ?? fewIterations(call);
    return found === undefined ? [] : [found];
  },
};
