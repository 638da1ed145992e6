import type { Machine } from '../../evaluate/machine';
import { conditions } from '../../evaluate/path';
import type { NativeValue, Value } from '../../evaluate/value';
import { input, lit, native, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import { NOWHERE } from '../../model/facts';
import { listed } from '../controllers';
import { httpError } from '../http-errors';

const mechanismOf = (strategy: string): string => /local|password/i.test(strategy) ? 'password' : /key/i.test(strategy) ? 'apiKey' : /oauth|google|github|facebook/i.test(strategy) ? 'oauth2' : 'bearer';
const goOn = (m: Machine, args: readonly Value[], site: Parameters<Machine['throw']>[1]): void => { if (args[1]) m.call(args[1], [], { site }); };

/** `authenticate('jwt')`: who has no good token is refused. */
export const authenticate: NativeValue = native('authenticate', (_m, outer) => {
  const [first] = outer.args;
  const names = (first?.t === 'object' ? listed(first.props.get('strategies')).map(one => one.value) : outer.args).flatMap(one => stringOf(one) ?? []);
  const by = `authenticate(${names.map(name => `'${name}'`).join(', ')}) of @feathersjs/authentication`;
  return native(`authenticate(${names.join(', ')})`, (m, call) => {
    if (names.includes('anonymous')) { goOn(m, call.args, call.site); return call.args[0] ?? UNDEFINED; }
    m.fork([
      {
        run: () => {
          m.assume({ kind: 'verified', by, mechanisms: [...new Set(names.map(mechanismOf))], roles: [], site: outer.site });
          const params = m.get(call.args[0] ?? UNDEFINED, 'params');
          m.set(params, 'user', input('principal'));
          goOn(m, call.args, call.site);
          return UNDEFINED;
        },
      },
      { run: () => { m.throw(httpError('NotAuthenticated', lit(401)), outer.site); return UNDEFINED; } },
    ], false);
    return call.args[0] ?? UNDEFINED;
  });
});

/** A hook that changes data: what it leaves is not followed. */
export const passingHook = (name: string): NativeValue => native(name, () => native(name, (m, call) => {
  const [context] = call.args;
  if (context && /resolve(?:External|Result|All|Dispatch)|keep|discard|protect|populate|alter|serialize|fastJoin/.test(name)) m.set(context, '#changed', TRUE);
  goOn(m, call.args, call.site);
  return context ?? UNDEFINED;
}));

/** `isProvider('external')`: everybody who comes by HTTP. */
export const isProvider: NativeValue = native('isProvider', (_m, outer) => native('isProvider', () => lit(outer.args.some(one => ['external', 'rest'].includes(stringOf(one) ?? '')))));

/** `disallow('external')`: nobody who comes by HTTP. */
export const disallow: NativeValue = native('disallow', (_m, outer) => native('disallow', (m, call) => {
  if (outer.args.length === 0 || outer.args.some(one => ['external', 'rest'].includes(stringOf(one) ?? ''))) m.throw(httpError('MethodNotAllowed', lit(405)), outer.site);
  return call.args[0] ?? UNDEFINED;
}));

/** `iff(predicate, …hooks)`. */
export const iff: NativeValue = native('iff', (_m, outer) => native('iff', (m, call) => {
  const [predicate = UNDEFINED, ...hooks] = outer.args;
  const [context = UNDEFINED] = call.args;
  const result = predicate.t === 'fn' || predicate.t === 'native' ? m.call(predicate, [context], { site: outer.site }) : predicate;
  const run = (): Value => { for (const { value } of hooks.flatMap(one => listed(one))) m.call(value, [context], { site: outer.site }); return UNDEFINED; };
  const truth = m.truth(result);
  const at = outer.site ?? NOWHERE;
  if (truth === true) run();
  else if (truth === undefined) m.fork([{ conditions: conditions(result, true, at), run }, { conditions: conditions(result, false, at), run: () => UNDEFINED }], false);
  return context;
}));
