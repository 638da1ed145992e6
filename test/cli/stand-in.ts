import { lineStartsOf, rangeAt } from '../../server/src/base/lines';
import type { Snapshot, SourceTree, Workspace } from '../../server/src/engine/api';
import type { Skipped } from '../../server/src/model/api';
import type { Config } from '../../server/src/model/config';
import type { Finding, Fix } from '../../server/src/model/finding';
import type { Output, World } from '../../server/src/cli/world';
import { runCommand } from '../../server/src/cli/run';
import { endpoint, model } from '../checks/models';
import { finding } from '../reports/samples';

/**
 * An engine that needs no analysis: `BAD` is a safe finding whose fix writes `GOOD` and a header, `RISKY` one whose fix is not safe, `STUCK` one whose fix
 * changes nothing that matters, `NOTE` an info, `HUSH` a suppressed error, and `ROUTE /x` an endpoint. It reads through the real tree.
 */
export function standIn(tree: SourceTree, _config: Config): Workspace {
  const open = new Map<string, string>();
  let version = 0;
  let current: Snapshot | undefined;
  const textOf = (file: string): string | undefined => {
    const known = open.get(file);
    if (known !== undefined) return known;
    const read = tree.read(file);
    return read.kind === 'text' ? read.text : undefined;
  };

  function analyse(): Snapshot {
    const skipped: Skipped[] = [...tree.problems()];
    const findings: Finding[] = [];
    const fixes = new Map<Finding, readonly Fix[]>();
    const endpoints = [];
    const texts = new Map<string, string>();
    for (const file of tree.list()) {
      const read = tree.read(file);
      if (read.kind === 'skipped') skipped.push({ file, reason: read.reason });
      const text = textOf(file);
      if (text === undefined) continue;
      texts.set(file, text);
      const starts = lineStartsOf(text);
      for (const [offset, range, word] of [...text.matchAll(/\b(BAD|RISKY|STUCK|NOTE|HUSH)\b/g)].map(match => [match.index, rangeAt(starts, { start: match.index, end: match.index + match[0].length }), match[0]] as const)) {
        const found = finding({ file, range, message: `${word} is here.`, severity: word === 'NOTE' ? 'info' : 'error', fingerprint: `${file}#${word}#${offset}`, related: [], endpoint: null, suppressed: word === 'HUSH' ? { reason: 'known', until: null, by: 'comment' } : null });
        findings.push(found);
        const header = { file, range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }, newText: '// repaired\n' };
        const edit = { file, range, newText: word === 'STUCK' ? 'STUCK' : 'GOOD' };
        if (word !== 'NOTE') fixes.set(found, [{ title: 'Repair', safe: word !== 'RISKY', edits: word === 'BAD' && !text.startsWith('// repaired') ? [header, edit] : [edit] }]);
      }
      for (const match of text.matchAll(/\bROUTE (\S+)/g)) {
        endpoints.push(endpoint(`GET ${match[1] ?? ''}`, { file, range: rangeAt(starts, { start: match.index, end: match.index + 1 }), span: { start: match.index, end: match.index + 1 } }));
      }
    }
    const made = model(endpoints, { coverage: { files: tree.list().length, analysed: texts.size, skipped, unresolved: [] } });
    version += 1;
    return {
      version, model: made, findings, findingsOf: file => findings.filter(one => one.file === file), filesWithFindings: [...new Set(findings.map(({ file }) => file))],
      text: file => texts.get(file), fixes: one => fixes.get(one) ?? [],
    };
  }

  return {
    root: tree.root,
    apply(changes) {
      for (const change of changes) if (change.kind === 'open') open.set(change.file, change.text);
      current = undefined;
    },
    async scan({ onProgress } = {}) {
      tree.list().forEach((file, index) => onProgress?.({ done: index + 1, total: tree.list().length, file }));
      return true;
    },
    snapshot: () => (current ??= analyse()),
    stats: () => ({ parsed: [], endpointsEvaluated: 0, endpointsReused: 0, registrationReused: false }),
  };
}

export interface Ran { readonly code: number; readonly out: string; readonly err: string }

/** Runs a command line in a folder as the program would, with the stand-in for the engine. */
export async function run(cwd: string, args: readonly string[], parts: Partial<World> = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const output = (add: (text: string) => void): Output => ({ write: async (text) => { add(text); }, terminal: false, colour: false, columns: null });
  const code = await runCommand(args, {
    cwd, stdout: output((text) => { out += text; }), stderr: output((text) => { err += text; }), now: () => 0, createWorkspace: async (tree, config) => standIn(tree, config),
    startServer: async () => { out += 'server'; }, ...parts,
  });
  return { code, out, err };
}
