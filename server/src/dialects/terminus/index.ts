import type { Value } from '../../evaluate/value';
import { alternatives, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import type { Dialect, RawEndpoint } from '../dialect';
import { propertySite } from '../written';

interface Check { readonly path: string; readonly handler: Value; readonly site: Site; readonly conditional: boolean }
const KEPT = 'terminus.checks';

/** `createTerminus(server, { healthChecks: { '/healthz': … } })`: what the server answers before its application is asked. */
const createTerminus = native('createTerminus', (m, call) => {
  const [server = UNDEFINED, options] = call.args;
  const site = call.site ?? NOWHERE;
  const checks = options?.t === 'object' ? m.get(options, 'healthChecks') : UNDEFINED;
  for (const one of alternatives(checks)) if (one.t === 'object' && m.alive) for (const [path, handler] of one.props) {
    if (path.startsWith('/')) m.program.collected<Check>(KEPT).push({ path, handler, site: propertySite(m, one, path) ?? site, conditional: m.nesting > 0 });
  }
  const single = options?.t === 'object' ? m.get(options, 'healthCheck') : UNDEFINED;
  const path = stringOf(single.t === 'object' ? m.get(single, 'path') : undefined);
  if (path !== undefined) m.program.collected<Check>(KEPT).push({ path, handler: m.get(single, 'check'), site, conditional: m.nesting > 0 });
  return server;
});

function endpointOf({ path, handler, site, conditional }: Check): RawEndpoint {
  return {
    method: 'GET', components: [{ text: path, complete: true, site, assumptions: [] }], protocol: 'http', framework: 'terminus', application: { id: site.file, entry: site.file }, state: conditional ? 'conditional' : 'live', site,
    handler, handlerSite: handler.t === 'fn' ? handler.site : site,
    steps: [{
      kind: 'handler', scope: 'handler', value: handler, site, style: 'option',
      run(m) {
        const details = m.call(handler, [object([['state', object([['isShuttingDown', lit(false)]])]])], { site });
        m.emit({ kind: 'respond', value: object([['status', lit('ok')], ['info', details], ['details', details]]), status: lit(200), site, via: 'terminus' });
      },
    }],
    exchange: () => ({ values: {} }), ordered: false, deprecated: false, marker: null, bodyValidated: null,
  };
}

/** Health checks of `@godaddy/terminus`, which stand in front of any server. */
export const dialect: Dialect = {
  name: 'terminus',
  packages: ['@godaddy/terminus'],
  registrars: new Set(['createTerminus']),
  models: () => ({ imports: (specifier, name) => specifier === '@godaddy/terminus' ? name === 'createTerminus' ? createTerminus : name === 'default' || name === '*' || name === 'export=' ? object([['createTerminus', createTerminus]]) : undefined : undefined }),
  routes: program => program.collected<Check>(KEPT).map(endpointOf),
};
