import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A copy of the workspace that the editor tests open, too: an Express API with three weaknesses. Removed after the test. */
export function sample(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'routewarden-lsp-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(import.meta.dirname, '../editor/workspace'), root, { recursive: true });
  return root;
}

/** The files of the sample that the tests speak of. */
export const notes = 'src/routes/notes.ts';
export const users = 'src/routes/users.ts';
