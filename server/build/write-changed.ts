import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file of the project, and says so, unless it holds this text already. */
export function writeChanged(root: string, path: string, text: string): void {
  const at = join(root, path);
  if (existsSync(at) && readFileSync(at, 'utf8') === text) return;
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, text);
  console.log(`wrote ${path}`);
}
