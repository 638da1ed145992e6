const jwt = require('jsonwebtoken');

exports.secret = process.env.JWT_SECRET || 'development only';

exports.authenticate = function authenticate(req, res, next) {
  const [scheme, token] = (req.headers.authorization || '').split(' ');
  if (scheme !== 'Bearer' || !token) return res.status(401).json({ error: 'sign in first' });
  try {
    req.user = jwt.verify(token, exports.secret, { algorithms: ['HS256'] });
  } catch (error) {
    return res.status(401).json({ error: 'the token is not valid' });
  }
  return next();
};
