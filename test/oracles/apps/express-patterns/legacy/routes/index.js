module.exports = function (app) {
  require('./accounts')(app);
  app.use('/plans', require('./plans'));
};
