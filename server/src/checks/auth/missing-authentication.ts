import type { Application, Endpoint } from '../../model/api';
import type { Severity } from '../../model/finding';
import { distinctEvidence, isChange, isLive, mountChain, type Check, type Draft } from '../check';

/** A read that takes nothing and answers with nothing but values written in the code. */
function answersWithLiterals(endpoint: Endpoint): boolean {
  return endpoint.parameters.length === 0 && endpoint.requestBody === null && endpoint.responses.length > 0 &&
    endpoint.responses.every((response) => response.complete && response.query === null && response.fields.every((field) => field.source === null));
}

/** A read that says nothing and asks nobody for anything (the HEAD of a webhook's address check): there is nothing that credentials would protect. */
const saysNothing = (endpoint: Endpoint): boolean => !isChange(endpoint) && endpoint.inert;

function severityOf(endpoint: Endpoint): Severity {
  return isChange(endpoint) ? 'error' : answersWithLiterals(endpoint) ? 'info' : 'warning';
}

/** Preflights carry no credentials by design (Fetch standard, CORS protocol). */
const reachable = (endpoint: Endpoint): boolean => isLive(endpoint) && endpoint.method !== 'OPTIONS';

/** True when nothing that runs before any handler asks who the caller is, or might. */
function knowsNoCallers(endpoints: readonly Endpoint[]): boolean {
  return endpoints.every(({ auth, guards }) =>
    (auth.status === 'none' || auth.status === 'public') && guards.every((guard) => guard.verdict === 'passes' && guard.mechanisms.length === 0 && guard.roles.length === 0));
}

function forApplication(application: Application, open: readonly Endpoint[]): Draft {
  const changing = open.filter(isChange);
  const start = { line: 1, column: 1 };
  const shown = [...changing, ...open.filter((endpoint) => !isChange(endpoint))].slice(0, 10);
  const first = shown[0]?.id ?? '';
  const others = open.length === 1 ? '' : open.length === 2 ? ' and one more endpoint' : ` and ${open.length - 1} more endpoints`;
  return {
    place: { file: application.entry, range: { start, end: { line: 1, column: 2 } } },
    message: `Nothing in this application asks for credentials, so ${first}${others} can be called by anyone who reaches the server; ` +
      'add authentication to the application, or list the endpoints that are open on purpose under "public" in routewarden.config.json.',
    severity: changing.length > 0 ? 'error' : 'warning',
    endpoint: null,
    subject: `application ${application.id}`,
    related: shown.map(({ id, file, range }) => ({ message: `${id} can be called by anyone`, file, range })),
    repairs: [],
  };
}

function forEndpoint(endpoint: Endpoint): Draft {
  const harm = isChange(endpoint) ? 'may change data' : 'gets its answer';
  return {
    place: endpoint,
    message: `${endpoint.id} can be called without credentials, so anyone who reaches the server ${harm}; ` +
      'add the guard that its siblings use, or list it under "public" in routewarden.config.json with a reason.',
    severity: severityOf(endpoint),
    endpoint: endpoint.id,
    subject: 'authentication',
    related: distinctEvidence([...endpoint.auth.evidence, ...mountChain(endpoint)]),
    repairs: [{ kind: 'addGuard', endpoint: endpoint.id, like: null }],
  };
}

/** Endpoints that were proved to be open without a sign that they are meant to be. */
export const check: Check<'application'> = {
  id: 'auth/missing-authentication',
  about: 'application',
  title: 'An endpoint asks for no credentials',
  why:
    'Whoever reaches the server can call the endpoint: there is no sign-in to break first. Most large API leaks came through an endpoint like this one, often a single route that missed the guard of its siblings.',
  remedy:
    'Add the guard that the other routes of the router, class or application use. If the endpoint is open on purpose, say so in `routewarden.config.json` under `public`, with the reason.',
  silent:
    'It is reported only when every guard on the way to the handler was followed and none refuses a request without credentials. An endpoint with a guard that could not be followed is *unknown*, and unknown is silent. ' +
    'An endpoint that is marked as public, or whose router nobody mounts, is not reported. When nothing in the whole application asks for credentials, there is one finding for the application instead of one for each endpoint. ' +
    'A read that takes no input and answers with values written in the code is a note, not a warning, and one that answers without a body is not reported. WebSockets and the webhooks of services that sign have checks of their own.',
  owasp: 'API2:2023',
  cwe: 306,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run({ application, endpoints }) {
    const open = endpoints.filter((endpoint) => endpoint.auth.status === 'none' && reachable(endpoint) && !saysNothing(endpoint) && endpoint.protocol !== 'websocket' && endpoint.unsignedWebhook === undefined && !endpoint.broken);
    if (open.length === 0) return [];
    return knowsNoCallers(endpoints) ? [forApplication(application, open)] : open.map(forEndpoint);
  },
};
