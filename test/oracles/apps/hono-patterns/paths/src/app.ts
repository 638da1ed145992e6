import { Hono } from 'hono';
import { jwt } from 'hono/jwt';

const app = new Hono({ strict: true });
const guard = jwt({ secret: process.env.JWT_SECRET!, alg: 'HS256' });

app.get('/users/:id?', (c) => c.json({ user: 1 }));
app.get('/orders/:id{[0-9]+}', (c) => c.json({ order: 1 }));
app.get('/dates/:date{\\d+}/:slug', (c) => c.json({ date: 1 }));
app.get('/files/:path{.+}', (c) => c.json({ file: 1 }));
app.get('/assets/*', (c) => c.json({ asset: 1 }));
app.get('/any/*/end', (c) => c.json({ any: 1 }));
app.all('/hook', (c) => c.json({ hook: 1 }));
app.on('PURGE', '/cache', (c) => c.json({ purged: 1 }));
app.on(['PUT', 'DELETE'], '/posts', guard, (c) => c.json({ posts: 1 }));
app.on('GET', ['/colour', '/color'], (c) => c.json({ colour: 1 }));
// Without a path, the one before counts.
app.get('/chain', (c) => c.json({ got: 1 })).post(guard, (c) => c.json({ posted: 1 })).put((c) => c.json({ put: 1 }));
app.get('without-slash', (c) => c.json({ slash: 1 }));
app.get('/', (c) => c.json({ root: 1 }));

const tenants = new Hono().basePath('/tenants/:tenant');
tenants.use('/secret/*', guard);
tenants.get('/', (c) => c.json({ tenant: c.req.param('tenant') }));
tenants.get('/secret', (c) => c.json({ secret: 1 }));
tenants.get('/secret/deep', (c) => c.json({ deep: 1 }));
app.route('/', tenants);

export default { port: 3000, fetch: app.fetch };
export { app };
