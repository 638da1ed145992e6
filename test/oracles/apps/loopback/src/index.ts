import { ItemsApplication } from './application';

export async function main(options: object = {}): Promise<ItemsApplication> {
  const app = new ItemsApplication(options);
  await app.start();
  return app;
}

if (require.main === module) void main();
