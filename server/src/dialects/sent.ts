import type { Machine, TraceEvent } from '../evaluate/machine';
import type { Path } from '../evaluate/path';
import { both } from '../evaluate/path';
import type { ModelValue, Value } from '../evaluate/value';
import { TRUE, UNDEFINED } from '../evaluate/value';

const SENT = '#sent';

/** Tells about an answer, and marks the response as one that was sent on this way. */
export function send(m: Machine, response: ModelValue, answer: Pick<TraceEvent, 'value' | 'status' | 'site' | 'via'>): void {
  m.emit({ kind: 'respond', ...answer });
  m.heap.set(response.props, SENT, TRUE);
}

/** `end()` without a body: an answer of its own only on those ways on which nothing was sent before. */
export function finish(m: Machine, response: ModelValue, answer: Pick<TraceEvent, 'status' | 'site' | 'via'>): void {
  const sent = response.props.get(SENT) ?? UNDEFINED;
  if (sent === TRUE) return;
  const open = sent.t === 'union' && sent.ways ? sent.ways.filter(way => way.value !== TRUE) : [];
  if (open.length === 0) { send(m, response, { ...answer, value: UNDEFINED }); return; }
  const { path } = m;
  for (const way of open) {
    m.path = both(path, way.path);
    m.emit({ kind: 'respond', ...answer, status: answer.status && onWay(answer.status, way.path), value: UNDEFINED });
  }
  m.path = path;
  m.heap.set(response.props, SENT, TRUE);
}

/** What of a value came along a way. */
function onWay(value: Value, path: Path): Value {
  return value.t === 'union' ? value.ways?.find(way => way.path === path)?.value ?? value : value;
}

/** Forgets what was sent: a step that runs although one before it answered is asked for its own answers. */
export function unsent(m: Machine, response: ModelValue): void {
  if (response.props.has(SENT)) m.heap.remove(response.props, SENT);
}
