import type { RequestHandler } from 'express';

/** Leaves a mark for the access log that the proxy in front writes. */
export const audit = (subject: string): RequestHandler => (req, res, next) => {
  res.setHeader('X-Audit', `${req.user.sub} ${subject}`);
  next();
};
