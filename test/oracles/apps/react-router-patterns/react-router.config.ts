import type { Config } from '@react-router/dev/config';

export default { appDirectory: 'src', basename: '/base', future: { v8_middleware: true } } satisfies Config;
