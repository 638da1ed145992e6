import { lineStartsOf, rangeAt } from '../../server/src/base/lines';
import type { Change, Snapshot, SourceTree, Workspace } from '../../server/src/engine/api';
import type { Config } from '../../server/src/model/config';
import type { Finding, Fix } from '../../server/src/model/finding';
import { model } from '../checks/models';
import { finding } from '../reports/samples';

/** What a test sees of the stand-in, and can make it do. */
export interface StandIn {
  readonly createWorkspace: (tree: SourceTree, config: Config) => Workspace;
  /** Everything that the engine was told, in order. */
  readonly changes: Change[];
  snapshots: number;
  /** Until it is undefined again, a scan waits. */
  hold: Promise<void> | undefined;
  /** Called with the texts before each analysis; may throw, as a broken engine does. */
  before: (text: string, file: string) => void;
}

/**
 * An engine that needs no analysis: each `BAD` is an error with a safe fix (`GOOD`, and a note in `notes.md`, which may not exist), each `HUSH` a suppressed one, and each
 * `ALSO file` is a finding in another file.
 */
export function standIn(): StandIn {
  const self: StandIn = {
    changes: [], snapshots: 0, hold: undefined, before: () => undefined,
    createWorkspace(tree) {
      const open = new Map<string, string>();
      let version = 0;
      let current: Snapshot | undefined;
      const textOf = (file: string): string | undefined => {
        const read = tree.read(file);
        return open.get(file) ?? (read.kind === 'text' ? read.text : undefined);
      };
      function analyse(): Snapshot {
        self.snapshots++;
        const findings: Finding[] = [];
        const fixes = new Map<Finding, readonly Fix[]>();
        for (const file of new Set([...tree.list(), ...open.keys()])) {
          const text = textOf(file);
          if (text === undefined) continue;
          self.before(text, file);
          const starts = lineStartsOf(text);
          for (const [index, match] of [...text.matchAll(/\b(BAD|HUSH|ALSO (\S+))/g)].entries()) {
            const range = rangeAt(starts, { start: match.index, end: match.index + match[0].length });
            const hidden = match[0] === 'HUSH' ? { reason: 'known', until: null, by: 'comment' as const } : null;
            const one = finding({ file: match[2] ?? file, range, message: `${match[0]} is here.`, fingerprint: `${file}#${index}`, related: [], endpoint: null, suppressed: hidden });
            findings.push(one);
            if (match[0] !== 'BAD') continue;
            const start = { line: 1, column: 1 };
            fixes.set(one, [{ title: 'Repair', safe: true, edits: [{ file, range, newText: 'GOOD\n' }, { file: 'notes.json', range: { start, end: start }, newText: '"repaired"\n' }] }]);
          }
        }
        return {
          version: ++version, model: model([], { coverage: { files: tree.list().length, analysed: tree.list().length, skipped: [], unresolved: [] } }), findings,
          findingsOf: file => findings.filter(one => one.file === file), filesWithFindings: [...new Set(findings.map(({ file }) => file))], text: textOf, fixes: one => fixes.get(one) ?? [],
        };
      }
      return {
        root: tree.root,
        apply(changes) {
          self.changes.push(...changes);
          for (const change of changes) {
            if (change.kind === 'open') open.set(change.file, change.text);
            else if (change.kind === 'close') open.delete(change.file);
          }
          current = undefined;
        },
        async scan({ onProgress, signal } = {}) {
          const total = tree.list().length;
          for (const [index, file] of tree.list().entries()) {
            onProgress?.({ done: index, total, file });
            if (self.hold !== undefined) await Promise.race([self.hold, new Promise(done => signal?.addEventListener('abort', done))]);
            if (signal?.aborted === true) return false;
          }
          onProgress?.({ done: total, total, file: '' });
          return true;
        },
        snapshot: () => current ??= analyse(),
        stats: () => ({ parsed: [], endpointsEvaluated: 0, endpointsReused: 0, registrationReused: false }),
      };
    },
  };
  return self;
}
