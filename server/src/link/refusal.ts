import type { Site } from '../model/facts';
import type { Thrown, TraceEvent } from '../evaluate/machine';
import type { Path } from '../evaluate/path';
import { alternatives, type Value } from '../evaluate/value';
import { termName } from './credentials';
import { statusOf } from './exchange';

/** Whether an answer refuses the caller for want of credentials or rights. */
export function refusalStatus(event: TraceEvent): 401 | 403 | 302 | null {
  const status = statusOf(event);
  if (status === 401 || status === 407) return 401;
  if (status === 403) return 403;
  if (status !== null && status >= 300 && status < 400) return 302;
  return null;
}

/** The status of a thrown value: `error.status`, or what its code or class is called; 400 for a code that speaks of something else than access. */
export function thrownStatus(value: Value): number | null {
  let coded = false;
  for (const one of alternatives(value)) {
    const props = one.t === 'object' || one.t === 'instance' || one.t === 'model' ? one.props : null;
    for (const key of ['status', 'statusCode', 'code', 'httpStatus', 'httpStatusCode', 'errorCode']) {
      const status = props?.get(key);
      if (status?.t === 'lit' && typeof status.v === 'number' && status.v >= 100 && status.v < 600) return status.v;
      if (status?.t === 'lit' && typeof status.v === 'string' && /^(un_?auth(ori[sz]ed|enticated)|not_?auth(ori[sz]ed|enticated))$/i.test(status.v)) return 401;
      if (status?.t === 'lit' && typeof status.v === 'string' && /^(forbidden|access_?denied|permission_?denied)$/i.test(status.v)) return 403;
      coded ||= status?.t === 'lit' && typeof status.v === 'string' && status.v !== '';
    }
    const name = one.t === 'instance' ? one.cls.name ?? '' : one.t === 'sym' && (one.op === 'new' || one.op === 'call') ? termName(one.base) : '';
    if (/unauthori[sz]ed|unauthenticated|authentication|notauthenticated|invalidtoken|loginrequired/i.test(name)) return 401;
    if (/forbidden|accessdenied|permission|notallowed|unauthorizedaction/i.test(name)) return 403;
    if (/notfound/i.test(name)) return 404;
    if (/validation|badrequest|badrequesterror|zod/i.test(name)) return 400;
  }
  return coded ? 400 : null;
}

/** An answer that refuses a caller. */
export interface Refusal { readonly path: Path; readonly status: 401 | 403 | 302; readonly site: Site | null }

/** All refusals among what a step answered and threw. */
export function refusalsOf(events: readonly TraceEvent[], thrown: readonly Thrown[]): Refusal[] {
  const out: Refusal[] = [];
  for (const event of events) {
    if (event.kind === 'respond') {
      const status = refusalStatus(event);
      if (status !== null) out.push({ path: event.path, status, site: event.site });
    } else if (event.kind === 'throw') {
      const status = thrownStatus(event.value);
      if (status === 401 || status === 403) out.push({ path: event.path, status, site: event.site });
    }
  }
  for (const one of thrown) {
    const status = thrownStatus(one.value);
    if (status === 401 || status === 403) out.push({ path: one.path, status, site: one.site });
  }
  return out;
}
