import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { lit, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { onEachWay } from '../on-each-way';
import type { Step } from '../dialect';
import { isResponse, settle } from '../fetch';

/** What a handler gave back: a response, anything else that becomes one of JSON, or nothing, with which the request goes on. */
export function answerWith(m: Machine, result: Value, site: Site | null, kind: Step['kind']): void {
  onEachWay(m, result, value => {
    const nothing = value.t === 'lit' && (value.v === undefined || value.v === null);
    if (nothing) m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'next' });
    else if (isResponse(value) === true) settle(m, value, site, 'nothing', 'response');
    // What is not followed may be an answer or nothing at all.
    else if (isResponse(value) === undefined && kind === 'guard') m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'unknown' });
    else m.emit({ kind: 'respond', value, status: lit(200), site: value.t === 'object' ? value.site ?? site : site, via: 'value' });
  });
}
