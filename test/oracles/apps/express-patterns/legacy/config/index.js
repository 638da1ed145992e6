module.exports = Object.assign({ root: '/rest', port: 8080 }, require('./production'));
