export { list as GET } from '#server/notes';
export * from '#server/notes-writing';
