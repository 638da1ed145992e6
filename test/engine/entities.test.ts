import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../server/src/engine/workspace';
import { defaultConfig } from '../../server/src/model/config';
import { memoryTree } from '../checks/memory-tree';

const app = (imports: string, query: string): string => `import express from 'express';
${imports}
const app = express();
app.get('/users', async (req, res) => {
  if (!req.user) return res.status(401).end();
  res.json(await ${query});
});
app.listen(1);
`;
const typeorm = `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
@Entity()
export class User {
  @PrimaryGeneratedColumn() id: number;
  @Column() email: string;
  @Column() passwordHash: string;
}
`;
const mongoose = `import { Schema, model } from 'mongoose';
export const User = model('User', new Schema({ email: String, passwordHash: String }));
`;

describe('entities that code declares', () => {
  it.each([
    ['typeorm', typeorm, app("import { dataSource } from './source';\nimport { User } from './user';", 'dataSource.getRepository(User).find()'), 'user.ts:2'],
    ['mongoose', mongoose, app("import { User } from './user';", 'User.find()'), 'user.ts:2'],
  ])('of %s are in the model, and findings say where they stand', (library, entity, text, at) => {
    const source = "import { DataSource } from 'typeorm';\nexport const dataSource = new DataSource({});\n";
    const workspace = createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', 'app.ts': text, 'user.ts': entity, 'source.ts': source }), defaultConfig('2026-01-01'));
    const { model, findings } = workspace.snapshot();
    expect(model.entities.map(one => `${one.library}:${one.name} ${one.file}:${one.range.start.line}`)).toEqual([`${library}:User ${at}`]);
    expect(model.entities[0]?.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['email', 'passwordHash']));
    expect(findings.map(({ check, related }) => [check, related.map(one => one.message)])).toEqual([['exposure/sensitive-field-in-response', expect.arrayContaining(['User declares passwordHash'])]]);
    // Asked again, nothing is told twice.
    expect(workspace.snapshot().model.entities).toHaveLength(1);
  });
});
