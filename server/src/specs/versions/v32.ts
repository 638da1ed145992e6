import { v31 } from './v31';
import type { Version } from './version';

/** OpenAPI 3.2: the method QUERY, any other method under `additionalOperations`. */
export const v32: Version = { ...v31, version: '3.2', methods: [...v31.methods, 'query'], additionalOperations: true, beforePaths: ['openapi', '$self', 'info', 'jsonSchemaDialect', 'servers'] };
