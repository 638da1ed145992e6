import { app, type HttpHandler } from '@azure/functions';

const ok = (key: string): HttpHandler => () => ({ jsonBody: { [key]: 1 } });

app.http('open', { handler: ok('open') });
app.http('closed', { methods: ['GET', 'PATCH'], authLevel: 'function', handler: ok('closed') });
app.http('adminOnly', { methods: ['DELETE'], route: 'things/{thingId:guid}/parts/{part?}', authLevel: 'admin', handler: async () => undefined });
app.get('files', { route: 'files/{*path}', handler: () => ({ body: JSON.stringify({ file: 1 }), status: 203 }) });
