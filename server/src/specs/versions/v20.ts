import { followAlias, stringOf, valueOf, type DocumentNode } from '../../syntax/document';
import { mapOf, valueTree, type Tree } from '../tree';
import { trimmedPath } from './addresses';
import type { Version } from './version';

const members = (tree: Tree): readonly (readonly [string, Tree])[] => (tree.kind === 'map' ? tree.members.map(({ key, value }) => [key, value] as const) : []);

/** Swagger 2.0, which the later versions are told as differences to. */
export const v20: Version = {
  version: '2.0',
  methods: ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'],
  additionalOperations: false,
  basePaths(root: DocumentNode | null) {
    const path = stringOf(valueOf(root, 'basePath'));
    return [path === null ? '' : trimmedPath(path)];
  },
  securitySchemes: ['securityDefinitions'],
  locations: ['path', 'query', 'header'],
  parameterSchema: (parameter) => followAlias(parameter),
  writeParameter: (name, location, required, schema) =>
    mapOf(['name', valueTree(name)], ['in', valueTree(location)], ['required', required ? valueTree(true) : null], ...members(schema)),
  writeBody: (schema) => ({ member: null, parameter: mapOf(['name', valueTree('body')], ['in', valueTree('body')], ['required', valueTree(true)], ['schema', schema]) }),
  writeResponse: (description, schema) => mapOf(['description', valueTree(description)], ['schema', schema]),
  beforePaths: ['swagger', 'info', 'host', 'basePath', 'schemes', 'consumes', 'produces'],
};
