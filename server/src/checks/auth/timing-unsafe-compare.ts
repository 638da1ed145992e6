import type { Known, LibraryCall } from '../../model/calls';
import type { RepairIntent } from '../../model/finding';
import type { Check } from '../check';
import { alternatives, endpointOf, reachedBy, wordsIn } from '../known';

const secretName = /(^| )(secret|api key|key|token|password|signature|hmac|digest)$/;

/** A signature that was computed with a key. */
const isComputed = (known: Known): boolean => alternatives(known).some((one) =>
  (one.k === 'call' && one.package === 'crypto' && /^createHmac\(\).*digest$/.test(one.name)) ||
  (one.k === 'text' && one.parts.some((part) => typeof part !== 'string' && isComputed(part))));

const isSecretSetting = (known: Known): boolean => alternatives(known).some((one) =>
  (one.k === 'setting' && secretName.test(wordsIn(one.name))) || (one.k === 'text' && one.parts.some((part) => typeof part !== 'string' && isSecretSetting(part))));

/** What the caller sends. */
const isSent = (known: Known): boolean => alternatives(known).some((one) => one.k === 'input');

function fix(call: LibraryCall): readonly RepairIntent[] {
  const [left, right] = call.argPlaces;
  if (left === undefined || right === undefined) return [];
  const digest = (range: typeof left.range): readonly (string | typeof range)[] => ['createHash(\'sha256\').update(String(', range, ')).digest()'];
  return [{
    kind: 'rewrite', title: 'Compare digests with timingSafeEqual', safe: false, file: call.file,
    edits: [{ range: call.range, parts: [`${call.name.startsWith('!') ? '!' : ''}timingSafeEqual(`, ...digest(left.range), ', ', ...digest(right.range), ')'] }],
    needs: ['createHash', 'timingSafeEqual'].map((name) => ({ name, module: 'node:crypto', imported: name })),
  }];
}

/** A secret is compared in a way whose time says how much of it was right. */
export const check: Check<'call'> = {
  id: 'auth/timing-unsafe-compare',
  about: 'call',
  title: 'A secret is compared character by character',
  why: 'An ordinary comparison stops at the first difference. Who can measure many answers learns the expected signature or key piece by piece.',
  remedy: 'Compare with `crypto.timingSafeEqual`, on digests of both sides so that their lengths do not matter.',
  silent: 'It is reported where one side is a signature that was computed with a key, or a secret of the settings, and the other one comes from the caller. Tests for presence and comparisons with literals are silent.',
  owasp: 'API2:2023',
  cwe: 208,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(call) {
    const [left, right] = call.args;
    if (call.form !== 'compare' || left === undefined || right === undefined || call.staged) return [];
    const pair = ([[left, right], [right, left]] as const).find(([own, other]) => (isComputed(own) && !isComputed(other)) || (isSecretSetting(own) && isSent(other)));
    if (pair === undefined) return [];
    const signature = isComputed(pair[0]);
    return [{
      place: call,
      message: `${signature ? 'The signature' : 'The secret'} is compared character by character, so the time of the answer tells how much of it was right; compare with timingSafeEqual.`,
      severity: signature ? 'warning' : 'info',
      endpoint: endpointOf(call), subject: `${call.file} ${left.named ?? ''} ${right.named ?? ''} ${call.functions.join('.')}`, related: reachedBy(call),
      // `String()` of a missing header equals that of a missing setting: only a computed signature is always there.
      repairs: signature ? fix(call) : [],
    }];
  },
};
