import type { Snapshot } from '../../server/src/engine/api';
import type { Endpoint } from '../../server/src/model/api';
import { lowerModule } from '../../server/src/lower/module';

/** A place inside of a handler's body where a statement can be written. */
export interface Target { readonly file: string; readonly text: string; readonly offset: number; readonly endpoints: number }

/** A text with something written into it. */
export function insertAt(text: string, offset: number, words: string): string {
  return text.slice(0, offset) + words + text.slice(offset);
}

/**
 * A place in the body of one endpoint's handler, in the file that registers most endpoints: not in a wrapper that many share, where an edit
 * is everybody's business. Undefined when no endpoint has a function with a body.
 */
export function handlerToEdit(snapshot: Snapshot): Target | undefined {
  const byFile = new Map<string, Endpoint[]>();
  for (const endpoint of snapshot.model.endpoints) {
    const list = byFile.get(endpoint.file);
    if (list) list.push(endpoint); else byFile.set(endpoint.file, [endpoint]);
  }
  for (const [file, endpoints] of [...byFile].sort(([a, one], [b, two]) => two.length - one.length || (a < b ? -1 : 1))) {
    for (const endpoint of endpoints) {
      const target = bodyAt(snapshot, endpoint);
      if (target) return { ...target, endpoints: endpoints.length };
    }
    const text = snapshot.text(file);
    if (text === undefined) continue;
    // The handler is made by a wrapper elsewhere: what is handed to it stands inside of the registration.
    const { units } = lowerModule(file, text);
    for (const unit of Object.values(units)) {
      const inside = endpoints.some(({ span }) => unit.start >= span.start && unit.end <= span.end);
      if (inside && text[unit.bodyStart - 1] === '{') return { file, text, offset: unit.bodyStart, endpoints: endpoints.length };
    }
  }
  return undefined;
}

/** The start of an endpoint's handler's body; undefined when others share it or it is no function with statements. */
function bodyAt(snapshot: Snapshot, { handler }: Endpoint): Target | undefined {
  if (!handler) return undefined;
  const sharing = snapshot.model.endpoints.filter(other => other.handler?.file === handler.file && other.handler.range.start.line === handler.range.start.line);
  const text = snapshot.text(handler.file);
  if (sharing.length > 1 || text === undefined) return undefined;
  const { units, lineStarts } = lowerModule(handler.file, text);
  for (const unit of Object.values(units)) {
    if (unit.key === '' || text[unit.bodyStart - 1] !== '{') continue;
    if (lineStarts.findLastIndex(at => at <= unit.start) + 1 === handler.range.start.line) return { file: handler.file, text, offset: unit.bodyStart, endpoints: 1 };
  }
  return undefined;
}
