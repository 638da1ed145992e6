import { createApp } from '@/app';

const app = await createApp();
app.listen(Number(process.env.PORT ?? 3000));
