import { createServer } from './app';

export async function start(): Promise<void> {
  const server = await createServer();
  await server.start();
}

void start();
