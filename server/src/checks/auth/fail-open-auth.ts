import type { Endpoint, Guard, GuardFlaw } from '../../model/api';
import { distinctEvidence, guardAsSubject, isLive, type Check, type Draft } from '../check';

/** Whether nothing else than the guard stands between callers and the handler. */
function standsAlone(endpoint: Endpoint, guard: Guard): boolean {
  return endpoint.guards.every((other) => other === guard || (other.verdict !== 'refuses' && other.verdict !== 'unknown'));
}

function forFlaw(endpoint: Endpoint, guard: Guard, flaw: GuardFlaw): Draft {
  const { file, range } = flaw;
  const draft = { place: { file, range }, endpoint: endpoint.id, subject: `${flaw.kind} ${guard.name}`, related: distinctEvidence([{ message: guard.why, file: guard.file, range: guard.range }]) };
  if (flaw.kind === 'emptySecret') {
    return {
      ...draft, severity: 'warning', repairs: [],
      message: `Where ${flaw.what} is not set, a request without the credential is equal to it and ${guard.name} lets it in, so a forgotten setting opens ${endpoint.id}; refuse when the setting or the credential is missing.`,
    };
  }
  return {
    ...draft,
    message: `${guardAsSubject(guard)} goes on when the verification throws, so a bad token opens ${endpoint.id} as a good one does; answer 401 in the catch.`,
    repairs: flaw.refusal === null || flaw.refusal.file !== file ? [] : [{
      kind: 'rewrite', title: 'Refuse in the catch as the guard does elsewhere', safe: false, file, edits: [{ range, parts: ['return ', flaw.refusal.range] }], needs: [],
    }],
  };
}

/** Guards that let callers in when something goes wrong. */
export const check: Check<'endpoint'> = {
  id: 'auth/fail-open-auth',
  about: 'endpoint',
  title: 'A guard lets callers in when something goes wrong',
  why:
    'A guard that refuses a missing token, and goes on when the token is bad, is no guard: any text will do for a token. The same holds for a comparison with a setting that may be missing: where nobody set it, a request that brings nothing is equal to it.',
  remedy: 'Refuse in the catch (`return res.status(401).end()`, `throw new UnauthorizedException()`), and refuse when what you compare with is missing: `if (!key || given !== key) return res.status(401).end();`.',
  silent:
    'It is reported only where the guard refuses on its other ways, no other guard refuses, and the handler looks at nothing that says who calls. A catch that asks for another credential, throws, or hands the error on is not reported, and neither is a setting that is tested before or that the module demands when it starts.',
  owasp: 'API2:2023',
  cwe: 636,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(endpoint) {
    if (!isLive(endpoint) || endpoint.auth.status === 'public' || endpoint.auth.status === 'unknown') return [];
    return endpoint.guards.flatMap((guard) => (!standsAlone(endpoint, guard) ? [] : (guard.flaws ?? []).flatMap((flaw) => {
      if (flaw.kind === 'emptySecret') return [forFlaw(endpoint, guard, flaw)];
      return flaw.kind === 'failOpen' && endpoint.ignoresCaller === true ? [forFlaw(endpoint, guard, flaw)] : [];
    })));
  },
};
