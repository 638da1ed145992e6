import type { NativeValue } from '../../evaluate/value';
import { native, UNDEFINED } from '../../evaluate/value';
import { packages } from '../credentials';
import type { Library } from '../library';

/** A wrapper passes what a handler throws to `next`; what it does is what the handler does. */
const wrapper = (name: string): NativeValue => native(name, (_m, call) => call.args.find(one => one.t === 'fn' || one.t === 'native') ?? call.args[0] ?? UNDEFINED);

const DEFAULTS: readonly string[] = ['express-async-handler', 'express-async-wrap', 'async-express', 'express-asyncify', 'async-handler-express', 'catch-async'];

/** Wrappers around asynchronous handlers. */
export const library: Library = {
  name: 'handler wrappers',
  models: () => packages({
    ...Object.fromEntries(DEFAULTS.map(name => [name, { default: wrapper(name) }])),
    'async-middleware': { default: wrapper('wrap'), wrap: wrapper('wrap') },
    'middleware-async': { default: wrapper('asyncMiddleware'), asyncMiddleware: wrapper('asyncMiddleware') },
  }),
};
