import type { LibraryCall } from '../../model/calls';
import type { RepairIntent } from '../../model/finding';
import type { Check, CheckContext, Draft } from '../check';
import { endpointOf, reachedBy, subjectOf } from '../known';
import { tokenUse } from '../jwt';

/** Claims that say who somebody is or what they may do. */
const identityClaim = /^(payload\.)?(sub|id|_id|uid|user|user_?id|userName|username|email|role|roles|isAdmin|is_admin|permissions?|scopes?|groups?|tenant_?id|org_?id|organization_?id|account_?id)$/i;
const principal = /^(req|request|ctx|context|c|event|socket)(\.\w+)*\.(user|auth|principal|userId|currentUser|account)$|^(currentUser|authUser|authenticatedUser)$/;
/** Where decoding alone is the point: the token has just come from its issuer, or is about to end. */
const harmlessToken = /id_?token|logout/i;
const harmlessFunction = /expir|logout|log_?out|sign_?out|refresh|revoke|blacklist|debug|inspect|introspect/i;

function decodesIdentity(call: LibraryCall, { model }: CheckContext): boolean {
  const claims = call.result.reads.some((name) => identityClaim.test(name)) || call.result.into.some((name) => principal.test(name));
  if (!claims || harmlessToken.test(call.args[0]?.named ?? '') || call.functions.some((name) => harmlessFunction.test(name))) return false;
  // A token that is verified in the same function, before or after, is a verified one; one that this code made itself is its own.
  const token = call.args[0];
  if (token?.k === 'call' && token.package !== null && token.package !== '') return false;
  if (model.calls.some((other) => sameFunction(other, call) && tokenUse(other)?.does === 'verify')) return false;
  const endpoints = model.endpoints.filter((endpoint) => call.endpoints.includes(endpoint.id));
  if (endpoints.length > 0) return endpoints.some((endpoint) => endpoint.auth.status !== 'required');
  // Nothing is known of who runs it: then it has to look like the place where callers are told apart.
  return token?.k === 'input' || (call.result.into.some((name) => principal.test(name)) && call.functions.some((name) => /auth|guard|middleware|session/i.test(name)));
}

/** One function inside of the other counts: callbacks and `try` bodies of promises. */
const sameFunction = (a: LibraryCall, b: LibraryCall): boolean => a.unit === b.unit || a.unit.startsWith(`${b.unit}.`) || b.unit.startsWith(`${a.unit}.`) && !a.unit.endsWith('#');

/** `jwt.verify(token, key, { algorithms })` in place of `jwt.decode(token)`; only where the callee is a member, so that nothing needs an import. */
function verifyInstead(call: LibraryCall): readonly RepairIntent[] {
  const { start, end } = call.callee.range;
  if (call.package !== 'jsonwebtoken' || call.args.length !== 1 || start.line !== end.line || end.column - start.column <= 'x.decode'.length - 1) return [];
  const close = { line: call.range.end.line, column: call.range.end.column - 1 };
  const key = call.file.endsWith('ts') ? 'process.env.JWT_SECRET!' : 'process.env.JWT_SECRET';
  return [{
    kind: 'rewrite', title: 'Verify the token before its claims are used', safe: false, file: call.file, needs: [],
    edits: [
      { range: { start: { line: end.line, column: end.column - 'decode'.length }, end }, parts: ['verify'] },
      { range: { start: close, end: close }, parts: [`, ${key}, { algorithms: ['HS256'] }`] },
    ],
  }];
}

function emptyKey(call: LibraryCall): Draft | undefined {
  const use = tokenUse(call);
  const place = call.argPlaces[1];
  const old = call.major === null || call.major < 9;
  if (call.package !== 'jsonwebtoken' || use?.does !== 'verify' || !old || place === undefined || use.key?.k !== 'literal' || use.key.named !== null) return undefined;
  const { value } = use.key;
  return value === null || value === undefined || value === '' || value === false ? {
    place, message: 'The token is checked with an empty key, so a token without any signature is accepted and anyone can write one; give verify() the key that signs your tokens.',
    endpoint: endpointOf(call), subject: `empty key of ${subjectOf(call)}`, related: reachedBy(call), repairs: [],
  } : undefined;
}

/** A token's claims are used although nobody checked its signature. */
export const check: Check<'call'> = {
  id: 'auth/jwt-decode-without-verify',
  about: 'call',
  title: 'A token is decoded and not verified',
  why: 'Decoding a JSON Web Token only unpacks it. Whoever writes the token also writes the claims: without the check of the signature, anyone can be any user, with any role.',
  remedy: 'Call the library\'s `verify` with the key and the list of allowed algorithms, and use what it returns. Keep `decode` for what is needed before the key is known, such as `kid`.',
  silent:
    'It is reported only where a claim that says who somebody is (`sub`, `email`, `role`, …) is read from the decoded token, or where the token becomes the user of the request. It is silent where the token is verified in the same function, ' +
    'where every endpoint that runs the code requires authentication by something else, for an ID token that has just come from its issuer, and in functions that are about expiry or signing out.',
  owasp: 'API2:2023',
  cwe: 347,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(call, context) {
    const empty = emptyKey(call);
    if (empty !== undefined) return [empty];
    const use = tokenUse(call);
    if (use?.does !== 'decode' || !decodesIdentity(call, context)) return [];
    const claim = call.result.reads.find((name) => identityClaim.test(name))?.replace(/^payload\./, '');
    return [{
      place: call.callee,
      message: `${claim === undefined ? 'The user of the request' : `'${claim}'`} comes from a token that is only decoded, so anyone can write any user into it; verify the token's signature first.`,
      endpoint: endpointOf(call), subject: subjectOf(call), related: reachedBy(call), repairs: verifyInstead(call),
    }];
  },
};
