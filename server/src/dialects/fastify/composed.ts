import type { Machine } from '../../evaluate/machine';
import type { Path } from '../../evaluate/path';
import { joinAll } from '../../evaluate/path';
import type { Value } from '../../evaluate/value';
import { list, lit, native, object, stringOf, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Reply } from './answers';
import { isReply } from './answers';
import { STAYS } from './loading';
import { callHook } from './steps';

interface Failure { readonly value: Value; readonly path: Path; readonly site: Site | null }
interface Outcome { readonly passes: readonly Path[]; readonly failures: readonly Failure[] }
interface Asking { readonly request: Value; readonly reply: Reply; readonly self: Value; readonly site: Site | null }

type Relation = 'or' | 'and';

/** What a function of @fastify/auth does from the current point on: where it passes and where it fails. What it answers by itself is told. */
function attempt(m: Machine, fn: Value, asking: Asking): Outcome {
  const { events, thrown } = m;
  const outward = m.onward;
  Object.assign(m, { events: [], thrown: [], onward: null });
  callHook(m, fn, asking.request, asking.reply, asking.self, asking.site);
  const passes = m.events.filter(event => event.kind === 'next').map(event => event.path);
  const failures = [...m.thrown, ...m.events.filter(event => event.kind === 'throw')].map(({ value, path, site }) => ({ value, path, site }));
  Object.assign(m, { events: [...events, ...m.events.filter(event => event.kind !== 'next' && event.kind !== 'throw')], thrown, onward: outward });
  return { passes, failures };
}

/** Several functions: with `or` one must pass, with `and` all of them. Lists inside have the other relation. */
function all(m: Machine, functions: readonly Value[], relation: Relation, asking: Asking): Outcome {
  const passes: Path[] = [];
  const failures: Failure[] = [];
  let open: readonly Path[] = [m.path];
  let last: readonly Failure[] = [];
  for (const fn of functions) {
    if (open.length === 0) break;
    Object.assign(m, { path: joinAll(open), alive: true });
    const one = fn.t === 'list' ? all(m, fn.items, relation === 'or' ? 'and' : 'or', asking) : attempt(m, fn, asking);
    if (relation === 'or') {
      passes.push(...one.passes);
      last = one.failures;
      open = one.failures.map(failure => failure.path);
    } else {
      failures.push(...one.failures);
      open = one.passes;
    }
  }
  return relation === 'or' ? { passes, failures: last } : { passes: open, failures };
}

/** `fastify.auth(functions, { relation })` makes a hook. */
const composing = (given: Relation): Value => native('fastify.auth', (m, call) => {
  const [functions = list([]), options] = call.args;
  const said = options?.t === 'object' ? stringOf(m.get(options, 'relation')) : undefined;
  const relation: Relation = said === 'and' || said === 'or' ? said : given;
  const { site, self } = call;
  return native('fastify.auth', (machine, inner) => {
    const [request = UNDEFINED, reply = UNDEFINED, done = UNDEFINED] = inner.args;
    if (!isReply(reply)) return UNDEFINED;
    const { path: end } = machine;
    const outcome = all(machine, functions.t === 'list' ? functions.items : [functions], relation, { request, reply, self, site });
    const tell = (path: Path, ...args: readonly Value[]): void => { Object.assign(machine, { path, alive: true }); machine.call(done, args, { site }); };
    for (const path of outcome.passes) tell(path);
    for (const failure of outcome.failures) tell(failure.path, refused(machine, failure.value));
    Object.assign(machine, { path: end, alive: true });
    return UNDEFINED;
  });
});

/** An error without a status of its own is answered with 401. */
function refused(m: Machine, error: Value): Value {
  for (const key of ['statusCode', 'status']) if (m.get(error, key).t === 'lit' && m.truth(m.get(error, key)) === true) return error;
  return object([['isError', TRUE], ['name', lit('UnauthorizedError')], ['statusCode', lit(401)], ['message', m.get(error, 'message')]]);
}

/** @fastify/auth: registering it asks for nothing; what it composes does. */
export function authPlugin(): Value {
  const plugin = native('@fastify/auth', (m, call) => {
    const [instance = UNDEFINED, options = UNDEFINED] = call.args;
    const relation = options.t === 'object' && stringOf(m.get(options, 'defaultRelation')) === 'and' ? 'and' : 'or';
    m.call(m.get(instance, 'decorate'), [lit('auth'), composing(relation)], { self: instance });
    return UNDEFINED;
  }, [[STAYS, TRUE]]);
  plugin.props.set('default', plugin);
  return plugin;
}
