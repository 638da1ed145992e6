// `npm run generate`: writes everything that follows from the check files and their fixtures. First the indexes, from the folders
// alone; then, in a run that is bundled with the new index of checks, all the rest.
import { spawnSync } from 'node:child_process';
import { indexTexts } from './indexes';
import { writeChanged } from './write-changed';

const root = process.cwd();
for (const [path, text] of indexTexts(root)) writeChanged(root, path, text);
process.exitCode = spawnSync(process.execPath, ['test/harness/run-ts.mjs', 'server/build/generate-pages.ts'], { cwd: root, stdio: 'inherit' }).status ?? 1;
