import type { Known } from '../../model/calls';
import type { Check } from '../check';
import { alternatives, endpointOf, givenOption, lacksOption, reachedBy, subjectOf, writtenIn } from '../known';
import { tokenUse } from '../jwt';

/** Libraries that take the algorithm from the token itself unless they are told, and the major version from which they look at the key. */
const libraries: Readonly<Record<string, number | null>> = { jsonwebtoken: 9, 'koa-jwt': 4, 'passport-jwt': null, 'express-jwt': 6 };

/** `algorithms: [header.alg]` of the decoded token lists nothing. */
function takesFromToken(option: Known | undefined): boolean {
  if (option === undefined) return false;
  return alternatives(option).some((one) => (one.k === 'list' ? one.items.some(takesFromToken) : one.k === 'call' && tokenPackages.has(one.package ?? '') && /(^|\.)alg$/.test(one.name)));
}
const tokenPackages: ReadonlySet<string> = new Set(['jsonwebtoken', 'jose', 'jwt-decode', '@nestjs/jwt']);

/** A token is verified by whatever algorithm it names. */
export const check: Check<'call'> = {
  id: 'auth/jwt-missing-algorithms',
  about: 'call',
  title: 'The algorithms of a token are not listed',
  why:
    'A token names the algorithm of its own signature. Where the verifier accepts whatever it names, a token that is signed with the public key as if it were a shared secret may pass. Recent libraries look at the kind of the key, ' +
    'but a list of one algorithm also shuts out weaker ones of the same family.',
  remedy: 'Give `algorithms` with the one that your tokens are signed with.',
  silent: 'It is silent where the options cannot be followed. With jsonwebtoken 9 and later it is a note, because these choose by the kind of the key.',
  owasp: 'API2:2023',
  cwe: 347,
  severity: 'warning',
  presets: ['strict'],
  run(call) {
    const use = tokenUse(call);
    if (use?.does !== 'verify' || !(call.package in libraries) || use.algorithms === null) return [];
    const trusting = takesFromToken(givenOption(use.options, ...use.path, 'algorithms'));
    if (!trusting && !lacksOption(use.options, ...use.path, 'algorithms')) return [];
    // Without a key nothing is verified here: another check's question.
    if (use.key?.k === 'literal' && typeof use.key.value !== 'string') return [];
    const from = libraries[call.package] ?? null;
    const object = writtenIn(call, use.options);
    return [{
      place: call.callee,
      message: 'The token is verified with whatever algorithm it names, which lets a token of a weaker or a confused kind pass; list the algorithm of your key in "algorithms".',
      severity: call.major !== null && from !== null && call.major < from ? 'warning' : 'info',
      endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call),
      repairs: [{ kind: 'setOptions', title: 'Accept HS256 only', safe: false, file: call.file, call: call.range, argument: use.argument, object: object?.range ?? null, options: [{ path: ['algorithms'], text: '[\'HS256\']' }] }],
    }];
  },
};
