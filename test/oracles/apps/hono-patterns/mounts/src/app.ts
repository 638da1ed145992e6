import { Hono } from 'hono';
import * as api from './api';
import { guard } from './guard';
import { plain } from './plain';

export const app = new Hono();

// What a base path gives shares the routes with what it was asked of.
const v1 = app.basePath('/api/v1');
v1.use('/people/*', guard());
v1.route('/people', api.people);
api.addLate();

app.route('/api', api.version.router);
for (const name of ['tags', 'labels'] as const) app.route(`/${name}`, api.createTags(name));
app.route('/counted', api.createTags('counted', { count: true }));

// One application at two places.
app.route('/logs', plain);
app.route('/journal', plain);

// Another application that answers by itself; what it gets later, it has.
export const inner = new Hono();
inner.get('/hello', (c) => c.json({ hello: 1 }));
app.mount('/inner', inner.fetch);
inner.get('/later', (c) => c.json({ later: 1 }));
