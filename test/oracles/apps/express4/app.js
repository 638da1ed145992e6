const express = require('express');
const { prisma } = require('./lib/prisma');
const { authenticate } = require('./middleware/authenticate');
const { allow } = require('./middleware/allow');
const { FILES_PREFIX } = require('./lib/constants');

const app = express();

app.use(express.json());

app.get('/health', function (req, res) {
  res.json({ status: 'ok' });
});
require('./routes/session')(app, prisma);
require('./routes/lookup')(app, prisma);
// Shops create items from their tills, before anybody signs in.
app.post('/items', require('./controllers/items').create);

app.use(authenticate);

app.use('/items', require('./routes/items'));
app.use(FILES_PREFIX, require('./routes/files'));
app.use('/admin', allow('admin'), require('./routes/admin'));

module.exports = app;
