// `npm run new-check <group>/<name>`: the file of a check, its fixtures and everything that is generated from them.
import { spawnSync } from 'node:child_process';
import { checkIds } from './indexes';
import { checkNameRefusal, checkScaffold } from './scaffold';
import { writeChanged } from './write-changed';

const root = process.cwd();
const id = process.argv[2] ?? '';
const refusal = checkNameRefusal(id, checkIds(root));
if (refusal === null) {
  for (const [path, text] of checkScaffold(id)) writeChanged(root, path, text);
  process.exitCode = spawnSync(process.execPath, ['test/harness/run-ts.mjs', 'server/build/generate.ts'], { cwd: root, stdio: 'inherit' }).status ?? 1;
} else {
  console.error(refusal);
  process.exitCode = 2;
}
