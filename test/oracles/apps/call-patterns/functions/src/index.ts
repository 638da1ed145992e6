import { http } from '@google-cloud/functions-framework';
import { signedIn } from './guards';
import { stats, things } from './things';

http('things', things);
http('stats', stats);
http('ping', (req, res) => { res.send({ pong: req.query.at ?? 1 }); });
http('report', (req, res) => signedIn(req, res, () => { res.json({ report: 1 }); }));
http('hello', async (req, res) => {
  if (!req.headers.authorization) {
    res.status(401).send('sign in first');
    return;
  }
  res.status(202).json({ hello: 1 });
});
