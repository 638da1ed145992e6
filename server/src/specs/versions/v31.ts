import { v30 } from './v30';
import type { Version } from './version';

/** OpenAPI 3.1: schemas are JSON Schema, so a type may be a list; `paths` may be missing beside webhooks. */
export const v31: Version = { ...v30, version: '3.1', beforePaths: ['openapi', 'info', 'jsonSchemaDialect', 'servers'] };
