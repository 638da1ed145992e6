import { derived, input, lit, native, UNDEFINED } from '../evaluate/value';
import type { Site } from '../model/facts';
import type { Step } from './dialect';

/** Something in front of the code that refuses whoever has no credentials, because a configuration says so. */
export interface Gate { readonly name: string; readonly by: string; readonly mechanism: string; readonly scopes?: readonly string[] }

/** It asks before the handler runs. */
export function gateStep({ name, by, mechanism, scopes = [] }: Gate, site: Site, scope: Step['scope'] = 'app'): Step {
  return {
    kind: 'guard', scope, value: native(name, () => UNDEFINED), site, style: 'option',
    run(m) {
      m.fork([
        { run: () => { m.assume({ kind: 'verified', by, mechanisms: [mechanism], roles: [], scopes, site }); m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: name }); return UNDEFINED; } },
        { run: () => { m.assume({ kind: 'branch', test: derived('test', [input('principal')]), taken: false, site }); m.emit({ kind: 'respond', value: UNDEFINED, status: lit(401), site, via: name }); return UNDEFINED; } },
      ], false);
    },
  };
}
