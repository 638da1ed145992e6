// `npm run generate`: writes everything that follows from the check files and their fixtures. First the index of the checks, from the
// folder alone; then, in a run that is bundled with the new index, all the rest.
import { spawnSync } from 'node:child_process';
import { checkIds, checksIndexPath, checksIndexText } from './checks-index';
import { writeChanged } from './write-changed';

const root = process.cwd();
writeChanged(root, checksIndexPath, checksIndexText(checkIds(root)));
process.exitCode = spawnSync(process.execPath, ['test/harness/run-ts.mjs', 'server/build/generate-pages.ts'], { cwd: root, stdio: 'inherit' }).status ?? 1;
