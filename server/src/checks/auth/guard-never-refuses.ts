import { distinctEvidence, isLive, mountChain, type Check } from '../check';

/** Guards that look at a credential and let everybody go on. */
export const check: Check<'endpoint'> = {
  id: 'auth/guard-never-refuses',
  about: 'endpoint',
  title: 'A guard refuses nobody',
  why: 'It is called like a guard, it reads or verifies a credential, and goes on whatever comes of it. Whoever reads the route believes that it is protected; whoever calls it is let in.',
  remedy: 'Answer 401 (or throw) on every way on which the credential is missing or bad, and go on only where it was verified. If it is only meant to attach who calls, name it so and test the caller where it matters.',
  silent:
    'Guards that could not be followed to the end, that may throw, or whose names say that they only attach something (`attachUser`, `optionalAuth`, `loadSession`) are not reported, and neither is an endpoint whose other guards refuse or whose handler looks at who calls.',
  owasp: 'API2:2023',
  cwe: 306,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(endpoint) {
    if (!isLive(endpoint) || (endpoint.auth.status !== 'optional' && endpoint.auth.status !== 'none') || endpoint.ignoresCaller !== true) return [];
    return endpoint.guards.flatMap((guard) => (guard.flaws ?? []).filter((flaw) => flaw.kind === 'neverRefuses').map(({ file, range }) => ({
      place: { file, range },
      message: `${guard.name} looks at a credential and goes on with everybody, so it protects nothing of ${endpoint.id}; answer 401 where the credential is missing or bad.`,
      endpoint: endpoint.id,
      subject: guard.name,
      related: distinctEvidence([{ message: `${guard.name} is attached here`, file: guard.file, range: guard.range }, ...mountChain(endpoint)]),
      repairs: [],
    })));
  },
};
