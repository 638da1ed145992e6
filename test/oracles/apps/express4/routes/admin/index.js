const express = require('express');

const admin = express.Router();
const sections = { users: require('./users') };

Object.keys(sections).forEach((name) => {
  admin.use('/' + name, sections[name]);
});

module.exports = admin;
