import type { Endpoint, Pairing } from '../../model/api';
import { callbackWords, healthWords, protocolWords, segmentWords, webhookSenders } from '../../model/lexicon/path-terms';
import { mountChain, type Check, type CheckContext } from '../check';

/** The document that the endpoint belongs into: the one it was compared with, else the only one there is. */
function documentOf(pairing: Pairing, context: CheckContext): string | null {
  const [only, ...others] = context.model.documents;
  return pairing.document ?? (only !== undefined && others.length === 0 ? only.file : null);
}

/** Whether all that an endpoint does, beside refusing, is to send people elsewhere. */
function redirectsOnly({ responses }: Endpoint): boolean {
  const statuses = responses.map(({ status }) => status);
  return statuses.some(status => status !== null && status >= 300 && status < 400) && statuses.every(status => status !== null && status >= 300);
}

/**
 * What no API's document describes although the API has it: probes, redirects, what a protocol or an authentication framework serves, what
 * other services and schedulers call by a contract of theirs, and paths that stand for everything below them, for which OpenAPI has no words.
 */
function isPlumbing(endpoint: Endpoint): boolean {
  const segments = endpoint.path.split('/').filter(part => part !== '').map(segmentWords);
  const last = segments.at(-1) ?? '';
  const receives = endpoint.method === 'POST' || endpoint.method === 'ANY';
  // `/orders/{id}/status` is about an order.
  const probes = (endpoint.method === 'GET' || endpoint.method === 'HEAD') && healthWords.has(last) && !segments.some(part => part.startsWith('{'));
  return probes || callbackWords.has(last) || segments.some(part => protocolWords.has(part) || /^crons?$/.test(part)) || /\*\??\}$/.test(last)
    || (receives && (/(^|-)webhook$/.test(last) || (webhookSenders.has(last) && /^webhooks?$/.test(segments.at(-2) ?? ''))))
    || redirectsOnly(endpoint);
}

/**
 * Endpoints of the code that no OpenAPI document of the workspace describes although one is about that part of the application. What a document
 * is about it says by its operations: a document whose operations all lie below `/api/v2` claims what is below `/api/v2`, and one whose operations
 * have no mount in common (`/notes`, `/users/{id}`) claims the whole application.
 */
export const check: Check<'pair'> = {
  id: 'drift/unregistered-endpoint',
  about: 'pair',
  title: 'An endpoint is in no OpenAPI document',
  why:
    'What is not in the document is not reviewed, not tested against it and not covered by gateways and scanners that read it: a shadow endpoint. Nobody misses its protection when it is gone.',
  remedy:
    'Add the operation to the document, or remove the endpoint. If the document and the code mean the same endpoint under different prefixes, correct `servers` (or `basePath`), or align them under `specs` in `routewarden.config.json`.',
  silent:
    'It needs a document to compare with, and an endpoint that is really served: routers that nobody mounts, endpoints that another one shadows, and paths with a prefix that could not be resolved are not reported. `{id}` and `{userId}` are the same parameter. ' +
    'A document claims the part of the application that its own operations lie in: when all of them are below `/api/v2`, it says nothing about `/api/session` or `/settings`, and neither does this check; when they have no such mount in common, it claims everything. ' +
    'Of several documents the one whose part is the closest around the endpoint is named. Never reported are probes (`/healthz`), endpoints that only redirect, callbacks and what protocols serve (`/.well-known`, `/oauth`, `/saml`), receivers of webhooks, ' +
    'scheduled jobs (`/cron`), and paths that stand for everything below them, for which OpenAPI has no words. ' +
    'When code and document agree but for a prefix, the one finding says so, instead of one for the code and one for the document.',
  owasp: 'API9:2023',
  cwe: 1059,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run({ endpoint, pairing }, context) {
    if (pairing.status !== 'unregistered' || context.model.documents.length === 0) return [];
    if (endpoint.protocol !== 'http' || endpoint.state !== 'live' || !endpoint.pathComplete) return [];
    if (pairing.mismatch === null && (pairing.outside || isPlumbing(endpoint))) return [];
    if (pairing.mismatch !== null) {
      const operation = context.operation(pairing.mismatch.operation);
      const documented = `${operation?.id ?? pairing.mismatch.operation}${operation === undefined ? '' : ` in ${operation.document}`}`;
      return [{
        place: endpoint,
        message: `${endpoint.id} is described as ${documented}, so clients of the document call a path that is not served; make the prefixes agree in the document's servers or in the code.`,
        endpoint: endpoint.id,
        subject: `path mismatch ${pairing.mismatch.operation}`,
        related: [...(operation === undefined ? [] : [{ message: `${operation.id} is described here`, file: operation.file, range: operation.range }]), ...mountChain(endpoint)],
        repairs: [],
      }];
    }
    const document = documentOf(pairing, context);
    return [{
      place: endpoint,
      message: `${endpoint.id} is in no OpenAPI document, so reviews, tests and gateways that read the document miss it; ${document === null ? 'add it to one' : `add it to ${document}`} or remove it.`,
      endpoint: endpoint.id,
      subject: 'unregistered',
      related: mountChain(endpoint),
      repairs: document === null || endpoint.method === 'ANY' ? [] : [{ kind: 'registerOperation', endpoint: endpoint.id, document }],
    }];
  },
};
