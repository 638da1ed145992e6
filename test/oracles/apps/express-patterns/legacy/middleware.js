const jwt = require('jsonwebtoken');

exports.signedIn = (req, res, next) => {
  const header = req.headers['authorization'];
  if (!header) return res.status(401).send({ message: 'sign in first' });
  jwt.verify(header.split(' ')[1], process.env.JWT_SECRET, (err, decoded) => {
    if (err) {
      return res.status(401).send({ message: 'the token is not valid' });
    }
    req.user = decoded;
    next();
  });
};

exports.hasRole = function (role) {
  return [
    exports.signedIn,
    function (req, res, next) {
      if (req.user.role === role) return next();
      return res.status(403).send({ message: 'not for you' });
    },
  ];
};
