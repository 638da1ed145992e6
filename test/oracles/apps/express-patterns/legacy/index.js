'use strict';

var express = require('express'),
  mongoose = require('mongoose'),
  config = require('./config');

var app = (module.exports = express());
var api = express();

require('./models/account');

api.set('json spaces', 2);
require('./routes')(api);
app.use(config.root + '/' + config.version, api);
app.use('/public', express.static(__dirname + '/public'));

var port = process.env.PORT || config.port;
if (require.main === module) {
  mongoose.connect(config.database);
  app.listen(port);
}
