import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));

export interface Sample { readonly file: string; readonly text: string }

/** Small sources of different kinds, whole. */
export const samples: readonly Sample[] = readdirSync(folder).sort().map((file) => ({ file, text: readFileSync(folder + file, 'utf8') }));

/** A fixed sequence of numbers in [0, 1). */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const litter = ['(', ')', '{', '}', '[', ']', '<', '>', '`', '"', "'", '@', '#', '=>', '${', '/*', '//', '\\', '?.', '...', ' as ', 'export ', 'class ', '\0', '\ud800', '<a>'];

/** States that a text is in while somebody types: cut off every few characters, ranges missing, characters too many. */
export function* mutationsOf({ text }: Sample, step: number, random: number): Generator<string> {
  for (let end = 0; end < text.length; end += step) yield text.slice(0, end);
  const next = sequence(text.length);
  const at = (size: number): number => Math.floor(next() * size);
  for (let i = 0; i < random; i++) {
    const from = at(text.length);
    yield text.slice(0, from) + text.slice(from + 1 + at(60));
    yield text.slice(0, from) + (litter[at(litter.length)] ?? '') + text.slice(from);
    const to = at(text.length);
    yield text.slice(0, Math.min(from, to)) + text.slice(Math.max(from, to)) + text.slice(from, from + at(40));
  }
}
