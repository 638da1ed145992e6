import { distinctEvidence, isChange, isLive, mountChain, type Check } from '../check';

/** Endpoints whose only authentication was told not to insist, and whose handler does not ask either. */
export const check: Check<'endpoint'> = {
  id: 'auth/optional-auth-only',
  about: 'endpoint',
  title: 'Only optional authentication stands in front of a change',
  why: 'A library that is told to let requests without credentials go on only says who called, if anybody did. Where the handler does not ask for that, everybody may do what it does.',
  remedy: 'Remove the option that makes it optional, or test the caller in the handler: `if (!req.user) return res.status(401).end();`.',
  silent: 'It is reported for what changes something. A handler that looks at anything that says who calls, another guard that refuses and one that could not be followed keep it silent.',
  owasp: 'API2:2023',
  cwe: 306,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run(endpoint) {
    if (!isLive(endpoint) || endpoint.auth.status !== 'optional' || endpoint.ignoresCaller !== true || !isChange(endpoint)) return [];
    const guard = endpoint.guards.find((one) => one.flaws?.some((flaw) => flaw.kind === 'optional'));
    const flaw = guard?.flaws?.find((one) => one.kind === 'optional');
    if (guard === undefined || flaw === undefined || endpoint.guards.some((one) => one.verdict === 'unknown' || one.flaws?.some((other) => other.kind !== 'optional'))) return [];
    const written = flaw.what.includes(': ');
    return [{
      place: endpoint,
      message: `${guard.name} lets requests without credentials go on${written ? ` (\`${flaw.what}\`)` : ''} and the handler of ${endpoint.id} never asks who calls, so anyone may change data; make the authentication insist or test the caller.`,
      endpoint: endpoint.id,
      subject: 'optional',
      related: distinctEvidence([{ message: written ? `\`${flaw.what}\` makes it optional` : guard.why, file: flaw.file, range: flaw.range }, ...mountChain(endpoint)]),
      repairs: written ? [{ kind: 'removeOption', title: `Remove \`${flaw.what}\`, so that ${guard.name} insists`, safe: false, file: flaw.file, property: flaw.range }] : [],
    }];
  },
};
