import type { SpecVersion } from '../../model/spec';
import type { DocumentNode } from '../../syntax/document';
import type { Tree } from '../tree';

/** What differs between the versions of OpenAPI, as far as reading and registering operations need it. */
export interface Version {
  readonly version: SpecVersion;
  /** The keys of a path item that are methods, in the order in which the specification lists them. */
  readonly methods: readonly string[];
  /** Whether a path item may hold any other method under `additionalOperations`. */
  readonly additionalOperations: boolean;
  /** The path parts of the addresses that the document is served under, without a trailing slash. */
  basePaths(root: DocumentNode | null): readonly string[];
  /** Where security schemes are declared, as keys from the root. */
  readonly securitySchemes: readonly string[];
  /** The parameter locations that exist. */
  readonly locations: readonly string[];
  /** The node that says a parameter's type. */
  parameterSchema(parameter: DocumentNode): DocumentNode | null;
  /** A parameter with a schema, to be written. */
  writeParameter(name: string, location: string, required: boolean, schema: Tree): Tree;
  /** A request body to be written: as a member of the operation, or as one more parameter. */
  writeBody(schema: Tree): { readonly member: Tree | null; readonly parameter: Tree | null };
  /** A response to be written. */
  writeResponse(description: string, schema: Tree | null): Tree;
  /** Keys of the root that stand before `paths`. */
  readonly beforePaths: readonly string[];
}
