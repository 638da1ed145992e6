import express from 'express';
import { notes } from './routes/notes';
import { users } from './routes/users';

const app = express();
app.use(express.json());
app.get('/health', (_req, res) => res.json({ ok: true }));
app.use('/notes', notes);
app.use('/users', users);
app.listen(3000);
