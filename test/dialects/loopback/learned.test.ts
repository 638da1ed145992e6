import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

const told = (files: Readonly<Record<string, string>>): string[] =>
  createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "@loopback/rest": "^15.0.0" } }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints
    .map(({ id, state, auth }) => `${id} ${state} ${[auth.status, ...auth.mechanisms, ...auth.roles].join(' ')}`).sort();
const application = (body: string, imports = ''): string => `${imports}
import { BootMixin } from '@loopback/boot';
import { RestApplication } from '@loopback/rest';
export class App extends BootMixin(RestApplication) { constructor(options = {}) { super(options); ${body} } }
`;
const controller = `import { authenticate } from '@loopback/authentication';
import { authorize } from '@loopback/authorization';
import { get, param } from '@loopback/rest';
@authenticate('jwt')
export class NotesController {
  @get('/notes/{id}') find(@param.path.string('id') id: string) { return { id }; }
  @authorize({ allowedRoles: ['editor'] }) @get('/drafts') drafts() { return []; }
}
`;
const jwt = "import { AuthenticationComponent } from '@loopback/authentication';\nimport { JWTAuthenticationComponent } from '@loopback/authentication-jwt';\nimport { AuthorizationComponent } from '@loopback/authorization';";
const booted = 'this.projectRoot = __dirname; this.bootOptions = { controllers: { dirs: [\'controllers\'], extensions: [\'.controller.js\'], nested: true } };';

describe('applications of LoopBack', () => {
  it('find their controllers by the folders of the booter, below their base path', () => {
    expect(told({ 'src/application.ts': application(`${booted} this.basePath('/api');`), 'src/controllers/deep/notes.controller.ts': controller, 'src/other/lost.controller.ts': controller.replace(/\/notes/, '/lost').replace(/\/drafts/, '/more') }))
      .toEqual(['GET /api/drafts live none', 'GET /api/notes/{id} live none', 'GET /lost/{id} unmounted none', 'GET /more unmounted none']);
  });

  it('ask for credentials only with the component that reads them', () => {
    const with_ = (components: string): string[] => told({ 'src/application.ts': application(`${booted} ${components}`, jwt), 'src/controllers/notes.controller.ts': controller });
    expect(with_('')).toEqual(['GET /drafts live none', 'GET /notes/{id} live none']);
    expect(with_('this.component(AuthenticationComponent); this.component(JWTAuthenticationComponent);')).toEqual(['GET /drafts live required bearer', 'GET /notes/{id} live required bearer']);
    expect(with_('this.component(AuthenticationComponent); this.component(JWTAuthenticationComponent); this.component(AuthorizationComponent);'))
      .toEqual(['GET /drafts live required bearer editor', 'GET /notes/{id} live required bearer']);
  });
});
