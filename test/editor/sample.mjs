// The project that the editor tests open.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './code-server.mjs';

/** The bundled sample API, an Express and OpenAPI workspace with real weaknesses. */
export function sampleProject() {
  const folder = join(projectRoot, 'test/projects/sample-express');
  return existsSync(folder) ? folder : join(projectRoot, 'test/editor/workspace');
}
