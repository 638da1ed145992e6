import type { Known, LibraryCall } from '../../model/calls';
import type { Check } from '../check';
import { alternatives, endpointOf, lacksOption, propertyOf, reachedBy, subjectOf } from '../known';
import { tokenUse, type TokenUse } from '../jwt';

/** Keys of somebody else's: sets of public keys that are fetched. */
function isForeignKey(known: Known | undefined): boolean {
  return known !== undefined && alternatives(known).some((one) =>
    (one.k === 'call' && /createRemoteJWKSet|passportJwtSecret|koaJwtSecret|expressJwtSecret|hapiJwt2Key/.test(one.name)) || (one.k === 'call' && /jwks/i.test(one.name)));
}

/** The names of the options that say who made a token and for whom, by library. */
const claims = (library: string): { readonly issuer: string; readonly audience: string } => (library === 'fast-jwt' || library === '@fastify/jwt' ? { issuer: 'allowedIss', audience: 'allowedAud' } : { issuer: 'issuer', audience: 'audience' });

function keyOf(call: LibraryCall, use: TokenUse): Known | undefined {
  return propertyOf(use.options, 'secretOrKeyProvider')?.value ?? propertyOf(use.options, 'secret')?.value ?? use.key;
}

/** A token of somebody else's is accepted whoever it was made for. */
export const check: Check<'call'> = {
  id: 'auth/jwt-missing-claims-check',
  about: 'call',
  title: 'A token is accepted whoever it was made for',
  why:
    'An identity provider signs the tokens of all its applications with the same keys. A token that was made for another application, which anyone may register, has a good signature here too. Only issuer and audience tell them apart.',
  remedy: 'Give `issuer` and `audience` to the verification.',
  silent: 'It is reported only where the key comes from a set of keys that is fetched (JWKS). It is silent for tokens that are signed with a secret of your own, and where the code reads `aud` or `iss` of the result. When only one of the two is missing it is a note.',
  owasp: 'API2:2023',
  cwe: 345,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(call) {
    const use = tokenUse(call);
    if (use?.does !== 'verify' || !isForeignKey(keyOf(call, use))) return [];
    const names = claims(use.library);
    const missing = [names.issuer, names.audience].filter((name) => lacksOption(use.options, ...use.path, name));
    const read = call.result.reads.some((name) => /(^|\.)(aud|iss)$/.test(name));
    if (missing.length === 0 || read) return [];
    return [{
      place: call.callee,
      message: `The token is accepted whoever made it or for whom, so one that was made for another application of the same provider passes; check ${missing.join(' and ')}.`,
      severity: missing.length === 2 ? 'warning' : 'info',
      endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: [],
    }];
  },
};
