var router = require('express').Router();

router.get('/', function (req, res) {
  res.json([{ name: 'free' }, { name: 'paid', price: 5 }]);
});

module.exports = router;
