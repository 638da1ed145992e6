import type { Change, Snapshot, Workspace } from '../../server/src/engine/api';
import { createWorkspace } from '../../server/src/engine/workspace';
import { realDisk, type Disk } from '../../server/src/host/disk';
import { openTree, type DiskTree } from '../../server/src/host/tree';
import { defaultConfig, type Config } from '../../server/src/model/config';

/** The day on which the tests take place. */
export const today = '2026-06-15';

/** A workspace over a folder of the disk, with its tree. */
export interface Opened { readonly tree: DiskTree; readonly workspace: Workspace }

/** Opens a folder as the shells do. */
export function openFolder(root: string, options: { readonly disk?: Disk; readonly config?: Partial<Config> } = {}): Opened {
  const opened = openTree(root, options.disk === undefined ? {} : { disk: options.disk });
  if (!opened.ok) throw new Error(opened.problem);
  return { tree: opened.tree, workspace: createWorkspace(opened.tree, { ...defaultConfig(today), ...options.config }) };
}

/** The real disk that answers for some paths, given by their ends, with an error: the tests may run as root, whom no permission stops. */
export function failingDisk(ends: Readonly<Record<string, string>>): Disk {
  const refuse = (path: string): void => {
    const code = Object.entries(ends).find(([end]) => path.endsWith(end))?.[1];
    if (code !== undefined) throw Object.assign(new Error(`${code}: ${path}`), { code });
  };
  return { ...realDisk, list: (folder) => { refuse(folder); return realDisk.list(folder); }, read: (file) => { refuse(file); return realDisk.read(file); } };
}

/** Tells a workspace of files that changed on the disk, as the shells do. */
export function tellDisk({ tree, workspace }: Opened, files: readonly string[]): void {
  tree.invalidate(files);
  workspace.apply([{ kind: 'disk', files }]);
}

/** The editor's text of a file. */
export const typed = (file: string, text: string): Change => ({ kind: 'open', file, text });

/** The endpoints' natural keys, sorted. */
export const ids = (snapshot: Snapshot): readonly string[] => snapshot.model.endpoints.map(({ id }) => id).sort();

/** The findings of a check, as the endpoint or the sentence that they speak of. */
export const found = (snapshot: Snapshot, check: string): readonly string[] =>
  snapshot.findings.filter((finding) => finding.check === check && finding.suppressed === null).map((finding) => finding.endpoint ?? finding.message);

/** What coverage says of the files that were left out. */
export const skipped = (snapshot: Snapshot): Readonly<Record<string, string>> => Object.fromEntries(snapshot.model.coverage.skipped.map(({ file, reason }) => [file, reason]));

/** A small application: a router behind a guard, one open route, one that only looks guarded from far away. */
export const sample: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "sample" }',
  'src/app.ts': `import express from 'express';
import { users } from './users';
import { orders } from './orders';

const app = express();
app.use('/users', users);
app.use('/orders', orders);
app.listen(3000);
`,
  'src/guard.ts': `import type { Request, Response, NextFunction } from 'express';
import jwt from 'jsonwebtoken';

export function requireUser(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization;
  if (!token) return res.status(401).json({ message: 'sign in' });
  jwt.verify(token, 'secret');
  return next();
}
`,
  'src/users.ts': `import { Router } from 'express';
import { requireUser } from './guard';
import { nameOf } from './names';

export const users = Router();
users.get('/', requireUser, (req, res) => {
  res.json({ users: [] });
});
users.get('/:id', requireUser, (req, res) => {
  const name = nameOf(req.params.id);
  res.json({ id: req.params.id, name });
});
users.delete('/:id', (req, res) => {
  res.status(204).end();
});
`,
  'src/names.ts': `export function nameOf(id: string) {
  return 'name ' + id;
}
`,
  'src/orders.ts': `import { Router } from 'express';
import { requireUser } from './guard';

export const orders = Router();
orders.get('/', requireUser, (req, res) => {
  res.json({ orders: [], page: req.query.page });
});
orders.post('/', (req, res) => {
  res.status(201).json({ id: 1, total: req.body.total });
});
`,
};

/** The endpoints of the sample. */
export const sampleIds = ['DELETE /users/{id}', 'GET /orders', 'GET /users', 'GET /users/{id}', 'POST /orders'];
