// The second half of `npm run generate`: pages, tables and the schema, from the checks that the index holds.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../src/checks/index.generated';
import { generatedFiles, stalePages } from './generated-files';
import { writeChanged } from './write-changed';

const root = process.cwd();
const files = generatedFiles(root, checks);
for (const [path, text] of files) writeChanged(root, path, text);
for (const path of stalePages(root, files)) {
  rmSync(join(root, path));
  console.log(`removed ${path}`);
}
