// `npm run new-dialect <name>`: the declaration of a dialect, the place of its same-story application, and the index.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dialectNameRefusal, dialectScaffold } from './scaffold';
import { writeChanged } from './write-changed';

const root = process.cwd();
const name = process.argv[2] ?? '';
const known = readdirSync('server/src/dialects', { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const refusal = dialectNameRefusal(name, known);
if (refusal === null) {
  for (const [path, text] of dialectScaffold(name)) writeChanged(root, path, text);
  process.exitCode = spawnSync(process.execPath, ['test/harness/run-ts.mjs', 'server/build/generate.ts'], { cwd: root, stdio: 'inherit' }).status ?? 1;
} else {
  console.error(refusal);
  process.exitCode = 2;
}
