import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { diskReason, isMissing } from './disk';
import { pathIn } from './tree';

/** Null when it was written, else one sentence. */
export type Written = string | null;

/** Puts a text in place of a file at once: readers see the old or the new content, never half of it. Keeps the mode. */
function replaceFile(file: string, content: string, mode: number | undefined): void {
  const draft = join(dirname(file), `.routewarden-${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(draft, content, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Whether a file starts with a byte order mark. */
function hasMark(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(3);
    readSync(handle, head, 0, 3, 0);
    return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  } finally {
    closeSync(handle);
  }
}

/**
 * Writes a source file of a workspace. A link is followed when it stays inside the root and its target is replaced; what leads out is
 * refused. A byte order mark, which texts do not carry here, is kept.
 */
export function writeSource(root: string, file: string, text: string): Written {
  try {
    const path = realpathSync.native(resolve(root, file));
    if (pathIn(realpathSync.native(root), path) === undefined) return `${file} was not changed: it is a link that leads out of the folder.`;
    replaceFile(path, (hasMark(path) ? '\ufeff' : '') + text, statSync(path).mode & 0o7777);
    return null;
  } catch (error) {
    return `${file} was not changed: ${diskReason(error)}.`;
  }
}

/** Writes a report to a file that need not exist. Devices and pipes (`/dev/null`) are written to as they are. */
export function writeReport(file: string, text: string): Written {
  try {
    let mode: number | undefined;
    let target = file;
    try {
      const stat = statSync(file);
      if (stat.isDirectory()) return `The report was not written: ${file} is a folder.`;
      if (!stat.isFile()) {
        writeFileSync(file, text);
        return null;
      }
      mode = stat.mode & 0o7777;
      target = realpathSync.native(file);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    replaceFile(target, text, mode);
    return null;
  } catch (error) {
    return `The report was not written to ${file}: ${isMissing(error) ? 'its folder does not exist' : diskReason(error)}.`;
  }
}
