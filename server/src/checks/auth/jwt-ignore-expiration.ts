import type { Check } from '../check';
import { endpointOf, isTrue, propertyOf, reachedBy, subjectOf } from '../known';
import { tokenUse } from '../jwt';

const looksAtExpiry = /refresh|renew|expir|logout|sign_?out|revoke|inspect/i;

/** Tokens are accepted after their end. */
export const check: Check<'call'> = {
  id: 'auth/jwt-ignore-expiration',
  about: 'call',
  title: 'Expired tokens are accepted',
  why: 'A token that was stolen or left behind stays good for ever when nobody looks at its end. The end is what limits the harm.',
  remedy: 'Remove `ignoreExpiration`. Where an expired token is needed, as when it is exchanged for a new one, check its age yourself.',
  silent: 'It is silent in functions that are about refreshing, renewing or signing out, and where `exp` of the result is read.',
  owasp: 'API2:2023',
  cwe: 613,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(call) {
    const use = tokenUse(call);
    if (use?.does !== 'verify') return [];
    const option = propertyOf(use.options, 'ignoreExpiration') ?? propertyOf(propertyOf(use.options, 'jsonWebTokenOptions')?.value, 'ignoreExpiration');
    if (option === undefined || !isTrue(option.value)) return [];
    if (call.functions.some((name) => looksAtExpiry.test(name)) || call.result.reads.some((name) => /(^|\.)exp$/.test(name))) return [];
    return [{
      place: option.at,
      message: 'Tokens are accepted after they expired, so a stolen one works for ever; remove ignoreExpiration.',
      endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call),
      repairs: [{ kind: 'removeOption', title: 'Remove ignoreExpiration', safe: false, file: option.at.file, property: option.at.range }],
    }];
  },
};
