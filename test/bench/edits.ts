import type { Snapshot } from '../../server/src/engine/api';
import { lowerModule } from '../../server/src/lower/module';

/** A place inside of a handler's body where a statement can be written. */
export interface Target { readonly file: string; readonly text: string; readonly offset: number; readonly endpoints: number }

/** A text with something written into it. */
export function insertAt(text: string, offset: number, words: string): string {
  return text.slice(0, offset) + words + text.slice(offset);
}

/** The start of a handler's body in the file that holds most handlers; undefined when no handler has a body of statements. */
export function handlerToEdit(snapshot: Snapshot): Target | undefined {
  const byFile = new Map<string, number[]>();
  for (const { handler } of snapshot.model.endpoints) {
    if (!handler) continue;
    const lines = byFile.get(handler.file);
    if (lines) lines.push(handler.range.start.line); else byFile.set(handler.file, [handler.range.start.line]);
  }
  for (const [file, lines] of [...byFile].sort(([a, one], [b, two]) => two.length - one.length || (a < b ? -1 : 1))) {
    const text = snapshot.text(file);
    if (text === undefined) continue;
    const { units, lineStarts } = lowerModule(file, text);
    for (const unit of Object.values(units)) {
      if (unit.key === '' || text[unit.bodyStart - 1] !== '{') continue;
      const start = lineStarts.findLastIndex(at => at <= unit.start) + 1;
      if (lines.includes(start)) return { file, text, offset: unit.bodyStart, endpoints: lines.length };
    }
  }
  return undefined;
}
