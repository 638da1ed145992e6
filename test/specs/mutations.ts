import type { NewOperation } from '../../server/src/model/spec';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { full, operation } from './registering';

const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));

/** Documents in different styles, whole. */
export const samples: readonly { readonly file: string; readonly text: string }[] = [
  ...readdirSync(folder).sort().map((file) => ({ file, text: readFileSync(folder + file, 'utf8') })),
  { file: 'flow.yaml', text: '{ openapi: 3.0.3, info: { title: T, version: "1" }, # c\n  paths: { /a: { get: { responses: { "200": { description: x } } } }, } }\n' },
  { file: 'texts.yaml', text: "openapi: '3.1.0'\ninfo: {title: T, version: 1.0.0}\npaths:\n  /a: &a\n    get:\n      description: |\n        one\n\n        two\n      summary: >-\n        x\n        y\n      responses: {}\n  '/b': *a\n  /c:\n    <<: *a\n    put: # c\n" },
];

/** A fixed sequence of whole numbers below a size. */
function sequence(seed: number): (size: number) => number {
  let state = seed >>> 0;
  return (size) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * size);
  };
}

const litter = ['{', '}', '[', ']', ':', ': ', ' ', '\n', '\t', '#', ' # ', '"', "'", '- ', '? ', '&a ', '*a', '<<: *a', '|\n', '>', '!', '%', '---\n', '...\n', '\\', '\0', '\ud800', '\r', ',', '$ref: "#/paths"', '~', '\uFEFF'];

/** States that a text is in while somebody types, from a fixed seed. */
export function* mutations(text: string, count: number): Generator<string> {
  const next = sequence(text.length);
  for (let i = 0; i < count; i++) {
    const from = next(text.length);
    yield text.slice(0, from);
    yield text.slice(0, from) + text.slice(from + 1 + next(30));
    yield text.slice(0, from) + (litter[next(litter.length)] ?? '') + text.slice(from);
    const to = next(text.length);
    yield text.slice(0, Math.min(from, to)) + text.slice(Math.max(from, to)) + text.slice(from, from + next(40));
  }
}

/** Operations that are tried on every state. */
export const attempts: readonly NewOperation[] = [full(), operation('POST', '/a'), operation('PUT', '/orders/{x}')];
