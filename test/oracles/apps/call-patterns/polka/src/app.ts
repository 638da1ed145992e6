import polka from 'polka';
import { administrator, signedIn } from './guards';

const ok = (key: string) => (_req: unknown, res: { end(text: string): void }): void => res.end(JSON.stringify({ [key]: 1 }));

const app = polka();

// Middleware runs before every route, wherever it is registered.
app.get('/early', ok('early'));
app.use('/staff', administrator);
app.get('/staff/list', ok('list'));
app.get('/users/:id?', ok('user'));
app.get('/assets/*', ok('asset'));

// A guard at two segments is never found.
app.use('/two/words', (_req, res) => res.writeHead(403).end());
app.get('/two/words/open', ok('open'));

const sub = polka().get('/inner', ok('inner'));
app.use('/sub', sub);
// Neither is an application there.
const lost = polka().get('/lost', ok('lost'));
app.use('/too/deep', lost);

app.use(signedIn);

export default app;
