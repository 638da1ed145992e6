import { describe, expect, it } from 'vitest';
import type { Change, Snapshot } from '../../server/src/engine/api';
import { addFiles, folderWith } from '../host/folder';
import { openFolder, sample, typed } from './opened';

/** Whole numbers below a bound, always the same for a seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const SPEC = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /orders:\n    get: { responses: { '200': { description: ok } } }\n";
const files: Readonly<Record<string, string>> = {
  ...sample,
  'openapi.yaml': SPEC,
  'src/prefix.json': '{ "admin": "/admin" }',
  'src/admin.ts': `import express from 'express';
import prefix from './prefix.json';
import { requireUser } from './guard';
import { nameOf } from './names';

export class Admin {
  router = express.Router();
  constructor(private readonly path: string) {
    this.router.use(requireUser);
    for (const verb of ['get', 'post'] as const) this.router[verb](this.path, (req, res) => this.show(req, res));
  }
  show(req: express.Request, res: express.Response) {
    const inner = () => nameOf(req.params.id);
    res.json({ by: inner(), stats: 1 });
  }
}
const app = express();
app.use(prefix.admin, new Admin('/stats').router);
`,
  // A handler inside of a library's wrapper, one function that registers inside of another, and a file that never runs.
  'src/wrapped.ts': `import express, { type Express } from 'express';
import wrap from 'express-async-handler';
import { nameOf } from './names';
import { late } from './late';

const app = express();
app.get('/wrapped/:id', wrap(async (req, res) => {
  const found = nameOf(req.params.id);
  if (!req.headers.authorization) return res.status(401).end();
  res.json({ found, wrapped: true });
}));
setTimeout(() => late(app), 10);
`,
  'src/late.ts': "import type { Express } from 'express';\n\nexport const late = (app: Express) => app.get('/late', (req, res) => { res.json({ late: 1 }); });\n",
  'src/page.ts': "import { helper } from './page-helper';\n\nexport function page() {\n  return helper('x');\n}\n",
  'src/page-helper.ts': "export const helper = (name: string) => name.trim();\n",
};
const names = Object.keys(files).filter((file) => file !== 'package.json');

/** What an edit writes: parts of programs, whole and half ones. */
const pieces = [
  '\n', ' ', '// note\n', 'const a = 1;\n', '{', '}', '(', ')', "'", '`', ';', '/*', '*/', 'return;', 'if (x) {', "router.get('/x', (req, res) => { res.json({ x: 1 }); });\n",
  "users.get('/more', requireUser, (req, res) => { res.json({ more: req.query.q }); });\n", "orders.put('/:id', (req, res) => { res.json({ a: 1 }); });\n", 'res.json({ token: 1 });', 'export ', 'async ',
  '// routewarden-ignore-next-line auth/missing-authentication -- known\n', "import { extra } from './extra';\n", 'next();', "return res.status(401).end();", 'é😀', '\t\r\n', "  /users:\n    get: { security: [{ a: [] }] }\n", 'requireUser, ',
];

function edited(text: string, original: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  switch (random(8)) {
    case 0: case 1: return text.slice(0, at) + (pieces[random(pieces.length)] ?? '') + text.slice(at);
    case 2: return text.slice(0, at) + text.slice(at + 1 + random(12));
    // At the start of a line, where most pieces are valid.
    case 3: { const line = text.indexOf('\n', at) + 1; return text.slice(0, line) + (pieces[random(pieces.length)] ?? '') + text.slice(line); }
    case 4: { const line = text.indexOf('\n', at) + 1; const end = text.indexOf('\n', line) + 1; return end > line ? text.slice(0, line) + text.slice(end) : text; }
    // Another word in the place of one: most of these are valid.
    case 5: case 6: {
      const all = [...text.matchAll(/'[^'\n]*'|\w+/g)];
      const [one, other] = [all[random(all.length)], all[random(all.length)]];
      return one && other ? text.slice(0, one.index) + other[0] + text.slice(one.index + one[0].length) : text;
    }
    default: return original;
  }
}

/** All that a snapshot says but for its number. */
const said = ({ model, findings, filesWithFindings }: Snapshot): unknown => JSON.parse(JSON.stringify({ model, findings, filesWithFindings }));

describe('parity', () => {
  it('a workspace that was edited says what a new one says of the same texts', { timeout: 120_000 }, async () => {
    let reused = 0;
    let endpoints = 0;
    for (const seed of [1, 57, 62]) {
      const random = randomFrom(seed);
      const root = folderWith(files);
      const made = openFolder(root);
      await made.workspace.scan();
      const texts: Record<string, string> = { ...files };
      const inEditor = new Set<string>();
      for (let step = 0; step < 14; step++) {
        const changes: Change[] = [];
        for (let n = 0; n <= random(2); n++) {
          const file = names[random(names.length)] ?? '';
          const text = edited(texts[file] ?? '', files[file] ?? '', random);
          texts[file] = text;
          if (random(3) === 0) {
            addFiles(root, { [file]: text });
            if (inEditor.delete(file)) changes.push({ kind: 'close', file });
            made.tree.invalidate([file]);
            changes.push({ kind: 'disk', files: [file] });
          } else {
            inEditor.add(file);
            changes.push(typed(file, text));
          }
        }
        made.workspace.apply(changes);
        const after = made.workspace.snapshot();
        if (made.workspace.stats().registrationReused) reused++;
        endpoints += after.model.endpoints.length;
        const fresh = openFolder(folderWith(texts)).workspace;
        expect(said(after), `seed ${seed}, step ${step}: ${changes.map((change) => `${change.kind} ${'file' in change ? change.file : ''}`).join(', ')}`).toEqual(said(fresh.snapshot()));
      }
    }
    // The series must take both ways, and must not have destroyed everything.
    expect(reused).toBeGreaterThan(5);
    expect(reused).toBeLessThan(40);
    expect(endpoints / 42).toBeGreaterThan(3);
  });
});
