import type { Machine } from '../../evaluate/machine';
import type { Call, Value } from '../../evaluate/value';
import { lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { requestFields, response, responseClass, statusIn } from '../fetch';

/** Where a rewrite leads, as far as it is known. */
function target(v: Value | undefined, m: Machine): string | undefined {
  return v === undefined ? undefined : stringOf(v) ?? stringOf(m.get(v, 'pathname'));
}

const nextResponse = responseClass('NextResponse', [
  ['next', native('NextResponse.next', (m, call) => response(m, { body: UNDEFINED, status: null, goesOn: true, via: 'NextResponse.next' }, call.site))],
  // A rewrite to another page shows that page instead; where to is mostly computed, and then the request goes on.
  ['rewrite', native('NextResponse.rewrite', (m, call) => {
    const to = target(call.args[0], m);
    const elsewhere = to !== undefined && !/^\/api(\/|$)/.test(to);
    return response(m, { body: UNDEFINED, status: elsewhere ? statusIn(m, call.args[1], 200) : null, goesOn: !elsewhere, via: 'NextResponse.rewrite' }, call.site);
  })],
  ['redirect', native('NextResponse.redirect', (m, call) => response(m, { body: UNDEFINED, status: statusIn(m, call.args[1], 307), goesOn: false, via: 'NextResponse.redirect' }, call.site))],
]);

/** A function that answers and never returns, as those of `next/navigation` do by throwing. */
const ending = (name: string, status: number): Value => native(name, (m: Machine, call: Call) => {
  m.emit({ kind: 'respond', value: UNDEFINED, status: lit(status), site: call.site, via: name });
  m.alive = false;
  return UNDEFINED;
});

const navigation: Readonly<Record<string, Value>> = {
  redirect: ending('redirect', 307), permanentRedirect: ending('permanentRedirect', 308),
  notFound: ending('notFound', 404), unauthorized: ending('unauthorized', 401), forbidden: ending('forbidden', 403),
};

const same = (name: string): Value => native(name, (_m, call) => call.args[0] ?? UNDEFINED);
const later = native('after', (m, call) => {
  const [task] = call.args;
  if (task) m.maybe(() => m.call(task, [], { site: call.site }));
  return UNDEFINED;
});

const modules: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  'next/server': { NextResponse: nextResponse, after: later, unstable_after: later, connection: native('connection', () => UNDEFINED) },
  'next/headers': {
    headers: native('headers', () => requestFields('header')), cookies: native('cookies', () => requestFields('cookie')),
    draftMode: native('draftMode', () => object([['isEnabled', requestFields('cookie')]])),
  },
  'next/navigation': navigation,
  'next/cache': {
    unstable_cache: same('unstable_cache'), unstable_noStore: native('unstable_noStore', () => UNDEFINED),
    revalidatePath: native('revalidatePath', () => UNDEFINED), revalidateTag: native('revalidateTag', () => UNDEFINED),
  },
  react: { cache: same('cache') },
};

/** The value of an export of one of Next's own modules. */
export function nextModule(specifier: string, name: string): Value | undefined {
  const bare = specifier.replace(/\.js$/, '');
  const exports = Object.hasOwn(modules, bare) ? modules[bare] : undefined;
  return exports && Object.hasOwn(exports, name) ? exports[name] : undefined;
}
