const handler = async () => Response.json({ multi: 1 });

export { handler as DELETE, handler as GET, handler as POST };
