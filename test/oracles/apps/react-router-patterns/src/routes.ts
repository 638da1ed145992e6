import { index, layout, prefix, route, type RouteConfig } from '@react-router/dev/routes';
import { flatRoutes } from '@react-router/fs-routes';

const versions = ['v1', 'v2'];

export default [
  index('home.ts'),
  route('api/health', './api/health.ts'),
  layout('members.ts', [route('members/:memberId', 'api/member.ts'), ...prefix('members/settings', [route('email', 'api/email.ts'), index('api/settings.ts')])]),
  ...versions.map((version) => route(`${version}/status`, 'api/status.ts', { id: version })),
  route('teams', './teams/list.ts', [route(':teamId/:tab?', './teams/team.ts')]),
  route('files/*', 'api/files.ts'),
  ...(await flatRoutes({ rootDirectory: 'pages' })),
] satisfies RouteConfig;
