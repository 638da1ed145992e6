import express, { type RequestHandler } from 'express';
import { administrator, signedIn } from './guards';

const app = express();

// Registered before the guard: open.
app.get('/before', (_req, res) => { res.json({ before: 1 }); });
app.use('/zone', signedIn);
app.get('/zone/inside', (_req, res) => { res.json({ inside: 1 }); });
app.get('/zones', (_req, res) => { res.json({ zones: 1 }); });

const late = express.Router();
late.get('/open', (_req, res) => { res.json({ open: 1 }); });
late.use(signedIn);
late.get('/closed', (_req, res) => { res.json({ closed: 1 }); });
app.use('/late', late);

// A route that guards.
app.all('/staff/*path', signedIn, administrator);
app.get('/staff/list', (_req, res) => { res.json({ list: 1 }); });

// Lists of guards, nested.
const both: RequestHandler[] = [signedIn, administrator];
app.delete('/both', both, (_req, res) => { res.sendStatus(204); });
app.post('/both', [signedIn, [administrator]], (_req, res) => { res.json({ both: 1 }); });

// A later route that nobody reaches.
app.get('/things/:id', (_req, res) => { res.json({ thing: 1 }); });
app.get('/things/special', (_req, res) => { res.json({ special: 1 }); });

// Only in some environments.
if (process.env.NODE_ENV !== 'production') {
  app.get('/debug', (_req, res) => { res.json({ debug: 1 }); });
}
const reports = process.env.FEATURE_REPORTS === 'on';
if (reports) app.use('/reports', express.Router().get('/', signedIn, (_req, res) => { res.json({ report: 1 }); }));

// Looks like a guard and lets everybody through.
const remember: RequestHandler = (req, _res, next) => {
  if (req.get('authorization')) req.user = { sub: 'somebody' };
  next();
};
app.get('/remembered', remember, (req, res) => { res.json({ known: req.user !== undefined }); });

// A failing check that goes on.
const failOpen: RequestHandler = (req, _res, next) => {
  try {
    if (!req.headers.authorization) throw new Error('no token');
  } catch {
    // Goes on anyway.
  }
  next();
};
app.get('/fail-open', failOpen, (_req, res) => { res.json({ failOpen: 1 }); });

// Everything but a list.
const open = ['/except/public', '/except/login'];
app.use('/except', (req, res, next) => (open.includes(req.baseUrl + req.path) ? next() : signedIn(req, res, next)));
app.get('/except/public', (_req, res) => { res.json({ public: 1 }); });
app.get('/except/private', (_req, res) => { res.json({ private: 1 }); });

// The handler asks by itself.
app.get('/inline', (req, res) => {
  if (!req.headers.authorization) {
    res.status(401).end();
    return;
  }
  res.json({ inline: 1 });
});

app.use(signedIn);
app.get('/last', (_req, res) => { res.json({ last: 1 }); });

app.use(((error, _req, res, _next) => { res.status(500).json({ error: String(error) }); }) as express.ErrorRequestHandler);

export default app;
