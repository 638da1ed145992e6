import { defineNitroConfig } from 'nitropack/config';

export default defineNitroConfig({ baseURL: '/base/', apiBaseURL: '/rest', compatibilityDate: '2025-01-01', experimental: { asyncContext: false } });
