import express from 'express';
import { prefix } from '@/config';
import * as areas from './areas';
import { audit, tags } from './areas';

const app = express();

app.use(prefix, areas.v1);
// One router, two mounts.
app.use('/tags', tags);
app.use('/labels', tags);
// Several paths and several routers in one call.
app.use(['/logs', '/journal'], audit, areas.counters);
app.use('/outer', express().use('/inner', areas.counters));

export default app;
