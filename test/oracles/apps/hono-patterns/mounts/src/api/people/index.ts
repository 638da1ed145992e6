import { Hono } from 'hono';
import { notes } from './notes';

const people = new Hono();

people.get('/', (c) => c.json({ people: 1 }));
people.route('/:personId/notes', notes);

// Added too late: whoever takes `people` before this line has it without.
export const addLate = () => people.get('/late', (c) => c.json({ late: 1 }));

export default people;
