import { distinctEvidence, guardAsSubject, isLive, type Check } from '../check';

/** Lists of open paths that any address can be made to match. */
export const check: Check<'endpoint'> = {
  id: 'auth/allow-list-too-wide',
  about: 'endpoint',
  title: 'A list of open paths opens others, too',
  why:
    'The guard looks for an open path in the whole address, and the address ends with the query string, which the caller writes: `/admin/users?x=/public` contains `/public`. One request parameter switches the authentication off.',
  remedy: 'Compare the path without its query (`req.path`), from its start and up to the end of a segment: `req.path === \'/public\' || req.path.startsWith(\'/public/\')`.',
  silent: 'It is reported only where the guard refuses on all its other ways and nothing else protects the endpoint.',
  owasp: 'API2:2023',
  cwe: 863,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(endpoint) {
    if (!isLive(endpoint) || endpoint.auth.status !== 'optional' || endpoint.guards.some((guard) => guard.verdict === 'unknown')) return [];
    return endpoint.guards.flatMap((guard) => (guard.flaws ?? []).filter((flaw) => flaw.kind === 'wideAllowList').map(({ file, range, what }) => ({
      place: { file, range },
      message: `${guardAsSubject(guard)} looks for '${what}' in the address with its query string, so ${endpoint.id.replace(/^\S+ /, '')}?x=${what} needs no credentials; compare the path alone, from its start.`,
      endpoint: endpoint.id,
      subject: `${guard.name} ${what}`,
      related: distinctEvidence([{ message: guard.why, file: guard.file, range: guard.range }]),
      repairs: [],
    })));
  },
};
