import { describe, expect, it } from 'vitest';
import { answer, served, verdict } from './auth-program';

describe('middleware that asks for nothing', () => {
  it.each([
    ['cors', 'lib()'], ['helmet', 'lib()'], ['helmet', 'lib.noSniff()'], ['morgan', "lib('dev')"], ['compression', 'lib()'], ['cookie-parser', "lib('s')"], ['body-parser', 'lib.json()'], ['express-rate-limit', 'lib({ max: 1 })'],
    ['csurf', 'lib()'], ['pino-http', 'lib()'], ['serve-static', "lib('public')"], ['multer', "lib({}).single('a')"], ['express-winston', 'lib.logger({})'], ['connect-history-api-fallback', 'lib()'],
  ])('%s: %s goes on', (name, made) => {
    const found = served(`import lib from '${name}';`, `app.use(${made}); app.get('/x', ${answer});`);
    expect(found.auth.status).toBe('none');
    expect(found.guards.map(guard => [guard.verdict, guard.proof])).toEqual([['passes', 'evaluated']]);
  });
  it('and what comes after it is judged', () => {
    const head = "import jwt from 'jsonwebtoken'; import cors from 'cors'; import { body, validationResult } from 'express-validator'; import handler from 'express-async-handler';";
    expect(verdict(head, `app.use(cors()); app.get('/x', body('a').isEmail().bail().withMessage('m'), handler(async (req, res) => {
      if (!validationResult(req).isEmpty()) return res.status(400).json({});
      const who = jwt.verify(req.headers.authorization, 's'); res.json({ ok: true }); }));`)).toBe('required bearer');
    expect(verdict(head, `app.get('/x', [body('a').notEmpty()], handler(async (req, res) => { res.json(validationResult(req).array()); }));`)).toBe('none');
  });
  it('celebrate and schema checks of express-validator go on', () => {
    expect(verdict("import { celebrate, Joi } from 'celebrate';", `app.get('/x', celebrate({ body: Joi.object() }), ${answer});`)).toBe('none');
    expect(verdict("import { checkSchema, oneOf, query } from 'express-validator';", `app.get('/x', checkSchema({ a: {} }), oneOf([query('a')]), ${answer});`)).toBe('none');
  });
  it('a proxy answers itself: what is behind it is not reached', () => {
    const head = "import { createProxyMiddleware } from 'http-proxy-middleware';";
    expect(verdict(head, `app.use(createProxyMiddleware({ target: 'http://a' })); app.get('/x', ${answer});`)).toBe('unknown');
    expect(verdict(head, `app.use(createProxyMiddleware('/api', { target: 'http://a' })); app.get('/x', ${answer});`)).toBe('none');
  });
});

describe('errors that carry a status', () => {
  const guarded = (head: string, thrown: string): string => verdict(head, `app.get('/x', (req, res, next) => { if (!lookup(req.get('x-device'))) ${thrown} next(); }, ${answer});`);
  it('http-errors: 401 is a refusal, 404 is none', () => {
    const head = "import createError from 'http-errors';";
    expect(guarded(head, 'throw createError(401);')).toMatch(/^required/);
    expect(guarded(head, "return next(createError(401, 'no'));")).toMatch(/^required/);
    expect(guarded(head, 'throw new createError.Unauthorized();')).toMatch(/^required/);
    expect(guarded("import { Unauthorized } from 'http-errors';", "throw new Unauthorized('no');")).toMatch(/^required/);
    expect(guarded(head, 'throw createError(404);')).not.toMatch(/^required/);
    expect(guarded(head, 'throw createError.NotFound();')).not.toMatch(/^required/);
  });
  it('Boom', () => {
    expect(guarded("import Boom from '@hapi/boom';", 'throw Boom.unauthorized();')).toMatch(/^required/);
    expect(guarded("import { unauthorized } from '@hapi/boom';", 'throw unauthorized();')).toMatch(/^required/);
    expect(guarded("import Boom from '@hapi/boom';", 'throw Boom.notFound();')).not.toMatch(/^required/);
  });
});
