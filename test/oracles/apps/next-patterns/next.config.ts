import type { NextConfig } from 'next';

const config: NextConfig = {
  basePath: '/base',
  typescript: { ignoreBuildErrors: true },
};

export default config;
