import { readFileSync } from 'node:fs';
import { isMissing } from './disk';

/** The text of a file that comes with the product; undefined when it was not shipped. */
export function readResource(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
