import type { Machine } from '../../evaluate/machine';
import type { Call, Value } from '../../evaluate/value';
import { derived, FALSE, lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import { response, statusIn } from '../fetch';
import { currentEvent, decided, ending, endingOf, failure, failureOf } from './event';
import { sequence } from './hooks';

const throwing = (name: 'error' | 'redirect'): Value => native(name, (m: Machine, call: Call) => {
  const [status = lit(name === 'error' ? 500 : 302), body = UNDEFINED] = call.args;
  m.throw(ending({ kind: name, status, body }), call.site);
  return UNDEFINED;
});

const is = (name: string, test: (v: Value) => boolean): Value => native(name, (_m, call) => decided(call.args[0] ?? UNDEFINED, test));
const made = (name: string): Value => native(name, (m, call) => response(m, { body: call.args[0] ?? UNDEFINED, status: statusIn(m, call.args[1], 200), goesOn: false, via: name }, call.site));

const kit: Readonly<Record<string, Value>> = {
  json: made('json'), text: made('text'), error: throwing('error'), redirect: throwing('redirect'),
  fail: native('fail', (_m, call) => failure(call.args[0] ?? lit(400), call.args[1] ?? UNDEFINED)),
  isHttpError: is('isHttpError', v => endingOf(v)?.kind === 'error'), isRedirect: is('isRedirect', v => endingOf(v)?.kind === 'redirect'), isActionFailure: is('isActionFailure', v => failureOf(v) !== undefined),
};

/** `env` of `$env/dynamic/private`. */
const dynamicEnvironment: Value = model<null>({ name: 'sveltekit.Environment', get: (_self, key) => ({ t: 'sym', op: 'env', name: key }) }, null) as Value;

const modules: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  '@sveltejs/kit': kit,
  '@sveltejs/kit/hooks': { sequence },
  '$app/environment': { dev: derived('dev', []), building: FALSE, browser: FALSE, version: derived('version', []) },
  '$app/env': { dev: derived('dev', []), building: FALSE, browser: FALSE },
  // What the configuration says; who compares with it compares with something that is not known here.
  '$app/paths': { base: derived('base', []), assets: derived('assets', []), resolve: native('resolve', (_m, call) => call.args[0] ?? UNDEFINED) },
  '$app/server': { getRequestEvent: native('getRequestEvent', m => currentEvent(m.program)) },
};

/** The value of an export of one of SvelteKit's modules. */
export function kitModule(specifier: string, name: string): Value | undefined {
  if (/^\$env\/static\/(private|public)$/.test(specifier) && name !== '*' && name !== 'default') return { t: 'sym', op: 'env', name };
  if (/^\$env\/dynamic\/(private|public)$/.test(specifier) && name === 'env') return dynamicEnvironment;
  const exports = Object.hasOwn(modules, specifier) ? modules[specifier] : undefined;
  if (name === '*' && exports) return object([...Object.entries(exports), ['default', object(Object.entries(exports))]]);
  return exports && Object.hasOwn(exports, name) ? exports[name] : undefined;
}

