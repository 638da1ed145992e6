import type { Value } from '../../evaluate/value';
import { hole, list, lit, native, object, UNDEFINED } from '../../evaluate/value';
import { propertySite } from '../written';
import { basePathOf, documentOf, operationsOf } from './document';

/** `fastify.register(openapiGlue, { specification, serviceHandlers, securityHandlers })`: a route of Fastify for each operation with a handler. */
export const openapiGlue = native('openapiGlue', (m, call) => {
  const [instance = UNDEFINED, options = UNDEFINED] = call.args;
  const from = call.site?.file ?? (options.t === 'object' ? options.site?.file : undefined) ?? '';
  const document = documentOf(m, m.get(options, 'specification'), from);
  const handlers = m.get(options, 'serviceHandlers');
  const guards = m.get(options, 'securityHandlers');
  for (const operation of document ? operationsOf(document) : []) {
    const handler = m.get(handlers, operation.id);
    if (handler.t !== 'fn' && handler.t !== 'native') continue;
    const asked = operation.requirements.flat().map(scheme => m.get(guards, scheme));
    // Which of several handlers decides is not followed.
    const before = asked.length > 1 ? [hole('several security handlers', call.site)] : asked.filter(one => one.t === 'fn');
    const bound: Value = handler.t === 'fn' ? { ...handler, bound: handler.bound ?? { self: handlers, args: [] } } : handler;
    const url = `${basePathOf(document ?? {})}${operation.path}`.replace(/\{(\w+)\}/g, ':$1');
    const site = propertySite(m, handlers, operation.id) ?? call.site;
    m.call(m.get(instance, 'route'), [object([['method', lit(operation.method)], ['url', lit(url)], ['onRequest', list(before)], ['handler', bound]])], { self: instance, site, argSites: [site] });
  }
  return UNDEFINED;
});
