function createHandlers(name: string) {
  const answer = () => Response.json({ [name]: 1 });
  return { handlers: { GET: answer, POST: answer } };
}

export const { handlers } = createHandlers('library');
