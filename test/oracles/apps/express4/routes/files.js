const express = require('express');
const router = express.Router();

router.get('/:name', (req, res) => {
  res.json({ name: req.params.name, size: req.params.name.length });
});

module.exports = router;
