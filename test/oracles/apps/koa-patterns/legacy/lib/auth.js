const jwt = require('jsonwebtoken');

exports.authenticate = async function authenticate(ctx, next) {
  const [scheme, token] = (ctx.headers.authorization || '').split(' ');
  if (scheme !== 'Bearer' || !token) return ctx.throw(401);
  ctx.state.session = await new Promise((resolve, reject) => {
    jwt.verify(token, process.env.JWT_SECRET, (error, claims) => (error ? reject(Object.assign(error, { status: 401 })) : resolve(claims)));
  });
  return next();
};

exports.allow = (...roles) => async (ctx, next) => {
  if (!roles.includes(ctx.state.session.role)) {
    ctx.status = 403;
    ctx.body = { error: 'not for you' };
  } else {
    await next();
  }
};
