export const TYPES = {
  Prisma: Symbol.for('Prisma'),
  RequireUser: Symbol.for('RequireUser'),
};
