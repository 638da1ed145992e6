import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, ModelValue, Value } from '../../evaluate/value';
import { list, model, native, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';

/** A handler with middleware around it: `middy(handler).use(parser()).before(fn)`. Its parts are kept on the heap. */
export interface Middleware { readonly value: Value; readonly site: Site | null }
export interface Chain { readonly parts: Middleware[]; readonly handler: Map<string, Value> }

const HANDLER = 'handler';

const chainType: ModelType<Chain> = {
  name: 'middy.Chain',
  get(self, key) {
    const { parts, handler } = self.state;
    const fluent = (run: (m: Machine, call: Call) => void): Value => native(`middy.${key}`, (m, call) => { run(m, call); return self as Value; });
    switch (key) {
      case 'use': return fluent((m, call) => {
        const [given = UNDEFINED] = call.args;
        for (const one of given.t === 'list' ? given.items : [given]) m.heap.push(parts, { value: one, site: call.argSites[0] ?? call.site });
      });
      case 'before': return fluent((m, call) => { m.heap.push(parts, { value: call.args[0] ?? UNDEFINED, site: call.argSites[0] ?? call.site }); });
      case 'after': case 'onError': return fluent(() => undefined);
      case 'handler': return fluent((m, call) => { if (call.args[0]) m.heap.set(handler, HANDLER, call.args[0]); });
      default: return undefined;
    }
  },
};

/** `middy(handler?)`. */
export const middy = native('middy', (_m, call) => {
  const [first] = call.args;
  return model<Chain>(chainType, { parts: [], handler: new Map(first && first.t !== 'object' ? [[HANDLER, first]] : []) }, call.site) as Value;
});

/** The chain that a value is. */
export const chainOf = (v: Value): ModelValue<Chain> | null => v.t === 'model' && v.type.name === chainType.name ? v as ModelValue<Chain> : null;

/** The handler inside of a chain. */
export const innermost = (chain: ModelValue<Chain>): Value => chain.state.handler.get(HANDLER) ?? list([]);
