import { dialect as express } from '../../server/src/dialects/express/index';
import { library as clerk } from '../../server/src/libraries/auth/clerk';
import { library as guards } from '../../server/src/libraries/auth/express';
import { library as passport } from '../../server/src/libraries/auth/passport';
import { library as services } from '../../server/src/libraries/auth/services';
import { library as sessions } from '../../server/src/libraries/auth/sessions';
import { library as tokens } from '../../server/src/libraries/auth/tokens';
import { library as errors } from '../../server/src/libraries/middleware/errors';
import { library as middleware } from '../../server/src/libraries/middleware/passing';
import { library as validators } from '../../server/src/libraries/middleware/validation';
import { library as wrappers } from '../../server/src/libraries/middleware/wrappers';
import type { Endpoint } from '../../server/src/model/api';
import { programOf } from '../harness/program';

/** The judged endpoint `GET /x` (or another) of an application: what stands before `app` exists, and what is registered on it. */
export function served(head: string, body: string, id = 'GET /x'): Endpoint {
  const text = `import express from 'express';\n${head}\nconst app = express();\n${body}\napp.listen(1);\n`;
  return programOf({ 'app.ts': text }, { dialects: [express], libraries: [tokens, passport, guards, sessions, services, clerk, middleware, validators, errors, wrappers] }).endpoint(id);
}

/** `required bearer`: the status with its mechanisms. */
export function verdict(head: string, body: string, id?: string): string {
  const { auth } = served(head, body, id);
  return [auth.status, ...auth.mechanisms].join(' ');
}

/** A handler that answers everybody it is asked by. */
export const answer = '(req, res) => { res.json({ ok: true }); }';
