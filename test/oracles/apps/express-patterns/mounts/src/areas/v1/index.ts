import { Router } from 'express';
import { signedIn } from '~guards';
import { people } from './people';

const v1 = Router();
v1.get('/version', (_req, res) => { res.json({ version: 1 }); });
v1.use('/v1', signedIn, people);

export default v1;
