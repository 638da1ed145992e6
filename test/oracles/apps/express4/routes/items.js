const { Router } = require('express');
const items = require('../controllers/items');

const router = Router();

router.get('/', items.list);
router.route('/:id').get(items.show).put(items.checkBody, items.update);

module.exports = router;
