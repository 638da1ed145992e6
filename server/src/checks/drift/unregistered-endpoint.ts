import type { Pairing } from '../../model/api';
import { mountChain, type Check, type CheckContext } from '../check';

/** The document that the endpoint belongs into: the one it was compared with, else the only one there is. */
function documentOf(pairing: Pairing, context: CheckContext): string | null {
  const [only, ...others] = context.model.documents;
  return pairing.document ?? (only !== undefined && others.length === 0 ? only.file : null);
}

/** Endpoints of the code that no OpenAPI document of the workspace describes. */
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
    'When code and document agree but for a prefix, the one finding says so, instead of one for the code and one for the document.',
  owasp: 'API9:2023',
  cwe: 1059,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run({ endpoint, pairing }, context) {
    if (pairing.status !== 'unregistered' || context.model.documents.length === 0) return [];
    if (endpoint.protocol !== 'http' || endpoint.state !== 'live' || !endpoint.pathComplete) return [];
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
