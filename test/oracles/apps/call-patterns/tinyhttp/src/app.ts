import { App } from '@tinyhttp/app';
import { administrator, signedIn } from './guards';
import { things } from './things';

export const app = new App();

app.get('/open', (_req, res) => void res.json({ open: 1 }));
app.use('/zone', signedIn);
app.get('/zone/inside', (_req, res) => void res.json({ inside: 1 }));

// `route` makes an application of its own.
app.use('/v1', signedIn, administrator);
app.use('/v1', things);

app.use(signedIn);
app.route('/late').get('/', (_req, res) => void res.json({ late: 1 }));
