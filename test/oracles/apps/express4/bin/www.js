#!/usr/bin/env node
const http = require('node:http');
const app = require('../app');

http.createServer(app).listen(process.env.PORT || 3000);
