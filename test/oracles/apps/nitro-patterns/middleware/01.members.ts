import readUser from '../utils/session';

export default eventHandler(async (event) => {
  if (event.path.startsWith('/members')) {
    const user = readUser(event);
    if (!user) return sendRedirect(event, '/base/rest/open', 307);
    event.context.user = user;
  }
});
