import { distinctEvidence, isChange, type Check } from '../check';

/** Route handlers of Next.js that rely on the middleware in front of them alone. */
export const check: Check<'endpoint'> = {
  id: 'auth/middleware-only-auth',
  about: 'endpoint',
  title: 'Only the middleware file asks who calls',
  why:
    'The middleware of Next.js is matched by path, far away from the handler: a new path, a rewrite or another matcher leaves the handler open, and in 2025 a header was enough to skip it altogether (CVE-2025-29927). Next.js itself advises to check where the data is read.',
  remedy: 'Ask for the session in the handler, too (`const session = await auth(); if (!session) return new Response(null, { status: 401 });`), or in the function that reads the data.',
  silent: 'A handler that asks itself, alone or through a wrapper, is not reported, and neither is one that looks at who calls in any other way. Reads are a note; what changes something is a warning.',
  owasp: 'API2:2023',
  cwe: 288,
  severity: 'info',
  presets: ['strict'],
  run(endpoint) {
    const refusing = endpoint.guards.filter((guard) => guard.verdict === 'refuses');
    if (endpoint.framework !== 'next' || endpoint.auth.status !== 'required' || refusing.length === 0 || refusing.some((guard) => guard.scope !== 'file') || endpoint.ignoresCaller !== true) return [];
    return [{
      place: endpoint,
      message: `Only ${refusing[0]?.file ?? 'the middleware'} asks who calls ${endpoint.id}, so whatever gets past its matcher reaches the data; ask for the session in the handler as well.`,
      severity: isChange(endpoint) ? 'warning' : 'info',
      endpoint: endpoint.id,
      subject: 'middleware',
      related: distinctEvidence(refusing.map(({ why, file, range }) => ({ message: why, file, range }))),
      repairs: [],
    }];
  },
};
