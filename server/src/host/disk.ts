import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';

/** What a name in a folder stands for, links not followed. */
export type DiskKind = 'file' | 'folder' | 'link' | 'other';
export interface DiskEntry { readonly name: string; readonly kind: DiskKind }

/** The few questions that are asked of the disk; every one may throw what Node throws. Tests give another disk to provoke its errors. */
export interface Disk {
  list(folder: string): readonly DiskEntry[];
  read(file: string): Uint8Array;
  /** Kind and size, links followed. */
  stat(path: string): { readonly kind: DiskKind; readonly size: number };
  /** The path without links. */
  real(path: string): string;
  isLink(path: string): boolean;
}

type Kinds = { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean };
const kindOf = (entry: Kinds): DiskKind => entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'other';

/** The real disk. */
export const realDisk: Disk = {
  list: folder => readdirSync(folder, { withFileTypes: true }).map(entry => ({ name: entry.name, kind: kindOf(entry) })),
  read: file => readFileSync(file),
  stat(path) {
    const stat = statSync(path);
    return { kind: kindOf(stat), size: stat.size };
  },
  real: path => realpathSync.native(path),
  isLink: path => lstatSync(path).isSymbolicLink(),
};

/** Node's code of an error (`ENOENT`), or the empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True for an error that says that there is nothing there. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}

/** Why the disk refused, in words that end a sentence. */
export function diskReason(error: unknown): string {
  switch (errorCode(error)) {
    case 'EACCES': case 'EPERM': return 'permission denied';
    case 'ENOENT': case 'ENOTDIR': return 'it does not exist';
    case 'EISDIR': return 'it is a folder';
    case 'ELOOP': return 'its links lead in a circle';
    case 'EMFILE': case 'ENFILE': return 'too many files are open';
    case 'ENOSPC': return 'the disk is full';
    case 'EROFS': return 'the disk is read-only';
    case 'ENAMETOOLONG': return 'its name is too long';
    default: return error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
  }
}
