import { dialect as express } from '../../server/src/dialects/express/index';
import { library as lodash } from '../../server/src/libraries/lodash/index';
import { library as mongoose } from '../../server/src/libraries/mongoose/index';
import { library as prisma } from '../../server/src/libraries/prisma/index';
import { library as typeorm } from '../../server/src/libraries/typeorm/index';
import type { Answer, EndpointRun } from '../../server/src/link/exchange';
import type { Entity } from '../../server/src/model/api';
import { programOf, type Ran } from '../harness/program';

export interface Surroundings {
  readonly entities?: readonly Entity[];
  readonly files?: Readonly<Record<string, string>>;
  /** The file of the handler. */
  readonly file?: string;
}

/** What a handler sent. */
export interface Sent { readonly paths: readonly string[]; readonly complete: boolean; readonly run: EndpointRun; readonly program: Ran }

/** Runs `body` as the handler of `POST /x`, after the code of `head`. */
export function sent(body: string, head: string, { entities = [], files = {}, file = 'app.ts' }: Surroundings): Sent {
  const text = `import express from 'express';\n${head}\nconst app = express();\napp.post('/x', async (req, res) => { ${body} });\napp.listen(1);\n`;
  const program = programOf({ ...files, [file]: text }, { dialects: [express], libraries: [prisma, typeorm, mongoose, lodash], entities });
  const run = program.run('POST /x');
  return { paths: run.answers.flatMap(one => one.shape.fields.map(field => field.path)).sort(), complete: run.answers.every(one => one.shape.complete), run, program };
}

/** The answers of a handler; there is at least one. */
export function answers(body: string, head: string, around: Surroundings): readonly [Answer, ...Answer[]] {
  const [first, ...others] = sent(body, head, around).run.answers;
  if (!first) throw new Error(`nothing was sent by ${body}`);
  return [first, ...others];
}
