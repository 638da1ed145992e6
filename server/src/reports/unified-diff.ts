import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { oneLine } from './escape';

/** A text before and after. */
export interface ChangedText { readonly file: string; readonly before: string; readonly after: string }

/** Changes as a unified diff that `git apply` and `patch -p1` take. */
export function unifiedDiff(changes: readonly ChangedText[]): string {
  return changes
    .filter(({ before, after }) => before !== after)
    .map(({ file, before, after }) => createTwoFilesPatch(`a/${oneLine(file)}`, `b/${oneLine(file)}`, before, after, undefined, undefined, { headerOptions: FILE_HEADERS_ONLY }))
    .join('');
}
