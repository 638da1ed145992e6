export const handlers = {
  first: async () => ({ first: 1 }),
  async second() {
    return { second: 1 };
  },
};
