const Account = require('../models/account');
const { signedIn, hasRole } = require('../middleware');

module.exports = (app) => {
  app
    .route('/accounts')
    .get(signedIn, (req, res) => {
      Account.find({}, (err, accounts) => {
        if (err) return res.status(500).send(err);
        res.json(accounts);
      });
    })
    .post((req, res) => {
      new Account(req.body).save().then((account) => res.status(201).json({ id: account._id }));
    });

  app.get('/accounts/:accountId', hasRole('admin'), async (req, res) => {
    const account = await Account.findById(req.params.accountId).select('-password').lean();
    res.json(account);
  });

  app.get('/accounts/:accountId/plan', signedIn, async (req, res) => {
    const account = await Account.findOne({ _id: req.params.accountId }, 'plan');
    res.json({ plan: account.plan });
  });

  app.del('/accounts/:accountId', hasRole('admin'), async (req, res) => {
    await Account.deleteOne({ _id: req.params.accountId });
    res.status(204).end();
  });
};
