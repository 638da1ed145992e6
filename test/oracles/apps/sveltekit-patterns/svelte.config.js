const base = '/base';

export default {
  kit: { paths: { base }, files: { routes: 'src/pages', hooks: { server: 'src/server/hooks' } }, alias: { '#server': 'src/server' } },
};
