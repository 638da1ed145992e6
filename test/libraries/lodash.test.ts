import { expect, it } from 'vitest';
import { prismaEntities } from './entities';
import { sent } from './served';

const entities = prismaEntities({ 'prisma/schema.prisma': { User: { id: 'Int', name: 'String', hash: 'String' } } });
const head = (imports: string): string => `${imports} import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();`;

it.each<[string, string, readonly string[], boolean]>([
  ["import _ from 'lodash';", "_.pick(await prisma.user.findFirst(), ['id', 'name', 'none'])", ['id', 'name'], true],
  ["import { omit } from 'lodash-es';", "omit(await prisma.user.findFirst(), 'hash', ['id'])", ['name'], true],
  ["import omit from 'lodash/omit';", "(await prisma.user.findMany()).map(u => omit(u, 'hash'))", ['[].id', '[].name'], true],
  ["const map = require('lodash.map'); const { pick } = require('lodash');", "map(await prisma.user.findMany(), u => pick(u, ['id']))", ['[].id'], true],
  ["import { pick } from 'lodash';", 'pick(await prisma.user.findFirst(), req.query.fields)', [], false],
  ["import { omit } from 'lodash';", "omit({ ...await prisma.user.findFirst(), extra: 1 }, ['hash'])", ['extra', 'id', 'name'], true],
])('%s %s', (imports, expression, paths, complete) => {
  const found = sent(`res.json(${expression});`, head(imports), { entities });
  expect([found.paths, found.complete]).toEqual([paths, complete]);
});
