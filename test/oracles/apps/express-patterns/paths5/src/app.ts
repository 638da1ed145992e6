import { default as createApp, Router } from 'express';
import { signedIn } from './guards';

const app = createApp();

app.get('/users{/:id}', (_req, res) => { res.json({ user: 1 }); });
app.get('/flights/:from-:to', (_req, res) => { res.json({ flight: 1 }); });
app.get('/assets/*splat', (_req, res) => { res.json({ asset: 1 }); });
app.get('/pages{/*path}', (_req, res) => { res.json({ page: 1 }); });
app.get(['/colour', '/color'], (_req, res) => { res.json({ colour: 1 }); });
app.get(/^\/legacy\/(\d+)$/, (_req, res) => { res.json({ legacy: 1 }); });
app.all('/hook', (_req, res) => { res.json({ hook: 1 }); });
app.route('/chain').all(signedIn).get((_req, res) => { res.json({ got: 1 }); }).put((_req, res) => { res.json({ put: 1 }); });
app.head('/head', (_req, res) => { res.end(); });

const router = new Router();
router.get('/*rest', signedIn, (_req, res) => { res.json({ rest: 1 }); });
app.use('/proxy', router);

export default app;
