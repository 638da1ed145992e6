import type { Check } from '../check';
import { isServed, partOf } from '../ownership';

/** Rights that are decided by what the client says about itself. */
export const check: Check<'endpoint'> = {
  id: 'auth/client-controlled-authorization',
  about: 'endpoint',
  title: 'The client says what it may do',
  why: 'A role, or a flag such as `isAdmin`, that comes from the body, the query string, a cookie or a header of one\'s own is chosen by whoever sends the request. A test of it keeps out only those who do not try.',
  remedy: 'Decide by what the server knows of the caller: a claim of the verified token, the session, or the account in the database.',
  silent:
    'It is reported only when the test guards something: one outcome is refused, or something is written only with the other. A role that is merely stored or that filters a list is no decision, and neither is a test that also asks for something known of the caller.',
  owasp: 'API5:2023',
  cwe: 807,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(endpoint) {
    if (!isServed(endpoint)) return [];
    return endpoint.claims.map((claim) => ({
      place: claim,
      message: `${endpoint.id} decides by ${partOf(claim)} what the caller may do, and the caller chooses that freely; decide by a role that the server knows, from the session or the verified token.`,
      endpoint: endpoint.id,
      subject: `${claim.source}.${claim.name}`,
      related: [{ message: `${endpoint.id} is registered here`, file: endpoint.file, range: endpoint.range }],
      repairs: [],
    }));
  },
};
