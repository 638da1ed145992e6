const FILES = 'files';

export const paths = {
  files: `/${FILES}`,
  admin: '/admin',
} as const;
