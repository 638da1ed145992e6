/** How large the generated project is. */
export interface Size { readonly routeFiles: number; readonly services: number; readonly others: number; readonly largest: number }

/** The size that is measured when no folder is given. */
export const usualSize: Size = { routeFiles: 300, services: 120, others: 200, largest: 40 };

const pad = (n: number): string => String(n).padStart(3, '0');
const verbs = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** A handler that does what handlers do: checks, asks a service, answers; every file's a little different. */
function route(name: string, file: number, n: number): string {
  const verb = verbs[(file + n) % verbs.length] ?? 'get';
  const path = n % 3 === 0 ? `/${n}` : n % 3 === 1 ? `/:id/part${n}` : `/by/:owner/${n}`;
  const guard = (file + n) % 4 === 0 ? '' : (file + n) % 4 === 1 ? "requireUser, requireRole('admin'), " : 'requireUser, ';
  const reads = verb === 'get' || verb === 'delete' ? 'const page = Number(req.query.page ?? 1);' : `const { title, amount, note } = req.body;\n    if (!title) return res.status(400).json({ message: 'title is missing' });`;
  const answer = verb === 'get' || verb === 'delete' ? `{ id: found.id, name: found.name, owner: found.email, page }` : `{ id: found.id, title, amount, note }`;
  return `
router.${verb}('${path}', ${guard}async (req: Request, res: Response, next: NextFunction) => {
  try {
    ${reads}
    const found = await ${name}Of(Number(req.params.${path.includes(':owner') ? 'owner' : 'id'} ?? ${n}));
    if (!found) return res.status(404).json({ message: 'not found' });
    if (found.tags.length > ${n}) logger.info(\`${name} \${found.id} has \${found.tags.length} tags\`);
    return res.status(200).json(${answer});
  } catch (error) {
    return next(error);
  }
});
`;
}

function routeFile(file: number, { services, largest }: Size): string {
  const service = file % services;
  const count = file === 0 ? largest : 3 + file % 5;
  const name = `item${pad(service)}`;
  return `import { Router, type NextFunction, type Request, type Response } from 'express';
import { requireRole, requireUser } from '../middleware/auth';
import { ${name}Of } from '../services/${name}';
import { logger } from '../other/logger';

const router = Router();
${Array.from({ length: count }, (_, n) => route(name, file, n)).join('')}
export default router;
`;
}

function service(n: number): string {
  const name = `item${pad(n)}`;
  return `import { prisma } from '../database';
import { weigh${n % 40} } from '../other/rules${n % 40}';

/** Everything about one ${name}. */
export async function ${name}Of(id: number) {
  const user = await prisma.user.findUnique({ where: { id }, include: { tags: true } });
  if (!user) return null;
  const weight = weigh${n % 40}(user.tags.length, ${n});
  return { ...user, weight${n % 5 === 0 ? '' : ', passwordHash: undefined'} };
}

export async function list${pad(n)}(page: number) {
  return prisma.user.findMany({ skip: page * 20, take: 20, select: { id: true, name: true } });
}
`;
}

function other(n: number): string {
  const cases = Array.from({ length: 20 }, (_, i) => `  if (count > ${i * 7 + n % 5}) return base * ${i + 1};`).join('\n');
  return `export interface Rule${n} { readonly name: string; readonly weight: number; readonly active: boolean }

export function weigh${n}(count: number, base: number): number {
${cases}
  return base;
}

export const rules${n}: readonly Rule${n}[] = [
${Array.from({ length: 12 }, (_, i) => `  { name: 'rule ${i}', weight: ${i * n}, active: ${i % 2 === 0} },`).join('\n')}
];
`;
}

/** Describes two of three operations of the first files, so that pairing has all kinds of work. */
function document(size: Size): string {
  const paths: string[] = [];
  for (let file = 0; file < size.routeFiles; file++) {
    const count = file === 0 ? size.largest : 3 + file % 5;
    for (let n = 0; n < count; n++) {
      if ((file + n) % 3 === 2) continue;
      const path = n % 3 === 0 ? `/${n}` : n % 3 === 1 ? `/{id}/part${n}` : `/by/{owner}/${n}`;
      paths.push(`  /api/group${pad(file)}${path}:
    ${verbs[(file + n) % verbs.length] ?? 'get'}:
      operationId: group${pad(file)}N${n}
      summary: Number ${n} of group ${file}
      security: [{ bearer: [] }]
      responses:
        '200':
          description: What was asked for.
          content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } }
        '404': { description: There is none. }`);
    }
  }
  return `openapi: 3.0.3
info: { title: Generated, version: 1.0.0 }
servers: [{ url: / }]
paths:
${paths.join('\n')}
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
  schemas:
    Item:
      type: object
      properties: { id: { type: integer }, name: { type: string }, owner: { type: string } }
`;
}

/** The files of a project by path: an Express application with a router for each group, services, a database schema and a document. Always the same. */
export function generatedProject(size: Size = usualSize): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'package.json': '{ "name": "generated", "private": true, "dependencies": { "express": "5.1.0", "@prisma/client": "6.0.0", "jsonwebtoken": "9.0.2" } }\n',
    'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "NodeNext", "target": "ES2022" } }\n',
    'prisma/schema.prisma': 'model User {\n  id Int @id\n  name String\n  email String\n  passwordHash String\n  tags Tag[]\n}\n\nmodel Tag {\n  id Int @id\n  label String\n  user User @relation(fields: [userId], references: [id])\n  userId Int\n}\n',
    'src/database.ts': "import { PrismaClient } from '@prisma/client';\n\nexport const prisma = new PrismaClient();\n",
    'src/other/logger.ts': 'export const logger = { info(message: string): void { process.stdout.write(message); } };\n',
    'src/middleware/auth.ts': `import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';

export function requireUser(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.replace('Bearer ', '');
  if (!token) return res.status(401).json({ message: 'sign in first' });
  try {
    (req as any).user = jwt.verify(token, process.env.JWT_SECRET ?? '');
  } catch {
    return res.status(401).json({ message: 'sign in again' });
  }
  return next();
}

export function requireRole(role: string) {
  return (req: Request, res: Response, next: NextFunction) => (req as any).user?.role === role ? next() : res.status(403).json({ message: 'not for you' });
}
`,
    'openapi.yaml': document(size),
  };
  const groups = Array.from({ length: size.routeFiles }, (_, n) => n);
  for (const n of groups) files[`src/routes/group${pad(n)}.ts`] = routeFile(n, size);
  for (let n = 0; n < size.services; n++) files[`src/services/item${pad(n)}.ts`] = service(n);
  for (let n = 0; n < size.others; n++) files[`src/other/rules${n}.ts`] = other(n);
  files['src/app.ts'] = `import express from 'express';
${groups.map(n => `import group${pad(n)} from './routes/group${pad(n)}';`).join('\n')}

const app = express();
app.use(express.json());
${groups.map(n => `app.use('/api/group${pad(n)}', group${pad(n)});`).join('\n')}
app.listen(3000);
`;
  return files;
}
