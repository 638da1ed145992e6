import { entriesOf, valueOf } from '../../syntax/document';
import { mapOf, valueTree, type Tree } from '../tree';
import { serverPaths } from './addresses';
import { v20 } from './v20';
import type { Version } from './version';

const jsonContent = (schema: Tree): Tree => mapOf(['application/json', mapOf(['schema', schema])]);

/** OpenAPI 3.0: servers, components, request bodies, schemas of their own for parameters. */
export const v30: Version = {
  ...v20,
  version: '3.0',
  methods: [...v20.methods, 'trace'],
  basePaths: serverPaths,
  securitySchemes: ['components', 'securitySchemes'],
  locations: [...v20.locations, 'cookie'],
  parameterSchema: (parameter) => valueOf(parameter, 'schema') ?? valueOf(entriesOf(valueOf(parameter, 'content'))[0]?.value, 'schema'),
  writeParameter: (name, location, required, schema) =>
    mapOf(['name', valueTree(name)], ['in', valueTree(location)], ['required', required ? valueTree(true) : null], ['schema', schema]),
  writeBody: (schema) => ({ member: mapOf(['required', valueTree(true)], ['content', jsonContent(schema)]), parameter: null }),
  writeResponse: (description, schema) => mapOf(['description', valueTree(description)], ['content', schema === null ? null : jsonContent(schema)]),
  beforePaths: ['openapi', 'info', 'servers'],
};
