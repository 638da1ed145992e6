import Router from '@koa/router';
import notes = require('./notes');

const people = new Router();

people.get('/', (ctx) => { ctx.body = { people: 1 }; });
people.use('/:personId/notes', notes.routes());

// Added too late: whoever takes `people` before this line has it without.
export const addLate = () => people.get('/late', (ctx) => { ctx.body = { late: 1 }; });

export default people;
