import type { CompletionList, Diagnostic, Hover, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageService } from 'yaml-language-server';
import { nothing, resultOf, type FileResult } from './results';
import type { OpenApiVersion, Services } from './services';

/** YAML documents longer than this get only our own diagnostics: the language service would need seconds for every keystroke. */
const MAX_TEXT = 1_000_000;
/** Whether a diagnostic is about a schema that could not be loaded (by yaml-language-server's codes): it may load none, and that is not the author's mistake. */
const isAboutSchema = ({ code }: Diagnostic): boolean => typeof code === 'number' && (code === 0x301 || code >= 0x10000);

/** Validation, completion and hover of OpenAPI documents in YAML. */
export interface OpenApiYaml {
  /** Whether a document is one: YAML, with the version of OpenAPI at its top. */
  serves(document: TextDocument): boolean;
  /** The diagnostics of the document as it is now; made once per version. */
  validate(document: TextDocument): Promise<FileResult>;
  isValidated(document: TextDocument): boolean;
  complete(document: TextDocument, position: Position): Promise<CompletionList | null>;
  hover(document: TextDocument, position: Position): Promise<Hover | null>;
  forget(uri: string): void;
}

/** The version of OpenAPI that a YAML text declares at its top; null when it is no such document. */
export function openApiVersionOf(text: string): OpenApiVersion | null {
  const match = /^(?:(['"]?)openapi\1\s*:\s*['"]?(3\.\d+)|(['"]?)swagger\3\s*:\s*['"]?(2\.0))/m.exec(text);
  const version = match?.[2] ?? match?.[4];
  return version === '2.0' || version === '3.0' || version === '3.1' || version === '3.2' ? version : version === undefined ? null : '3.1';
}

const schemaUri = (version: OpenApiVersion): string => `routewarden://openapi/${version}.json`;

/** The service of yaml-language-server, in this process and without a network. It is loaded when the first OpenAPI document is open. */
export function createOpenApiYaml(services: Pick<Services, 'openApiSchema'>, log: (message: string) => void): OpenApiYaml {
  let loading: Promise<LanguageService> | undefined;
  const versions = new Map<string, OpenApiVersion>();
  const results = new Map<string, { readonly version: number; readonly result: Promise<FileResult> }>();

  async function load(): Promise<LanguageService> {
    const { getLanguageService } = await import('yaml-language-server');
    const service = getLanguageService({
      schemaRequestService: (uri) => {
        const version = (['2.0', '3.0', '3.1', '3.2'] as const).find(one => schemaUri(one) === uri);
        const schema = version === undefined ? null : services.openApiSchema(version);
        return schema === null ? Promise.reject(new Error(`${uri} is not loaded: Routewarden has its schemas with it and asks no network.`)) : Promise.resolve(JSON.stringify(schema));
      },
      workspaceContext: { resolveRelativePath: (path, resource) => new URL(path, resource).toString() },
      telemetry: { send() {}, sendTrack() {}, sendError: (name, error) => log(`yaml-language-server: ${name}: ${String(error)}`) },
      // Its completions are snippets; clients that have none are rare, and it asks for this.
      clientCapabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
    });
    service.registerCustomSchemaProvider(uri => Promise.resolve(versions.has(uri) ? schemaUri(versions.get(uri) ?? '3.1') : []));
    service.configure({ validate: true, hover: true, completion: true, format: false, yamlVersion: '1.2', hoverSchemaSource: false });
    return service;
  }
  const serviceFor = (document: TextDocument, version: OpenApiVersion): Promise<LanguageService> => {
    versions.set(document.uri, version);
    return loading ??= load();
  };

  function versionOf(document: TextDocument): OpenApiVersion | null {
    if (!/\.ya?ml$/i.test(document.uri) && document.languageId !== 'yaml') return null;
    const text = document.getText();
    return text.length > MAX_TEXT ? null : openApiVersionOf(text);
  }

  async function make(document: TextDocument, version: OpenApiVersion): Promise<FileResult> {
    const service = await serviceFor(document, version);
    const found: readonly Diagnostic[] = await service.doValidation(document, false);
    return resultOf(found.filter(one => !isAboutSchema(one)).map(one => ({ ...one, source: 'OpenAPI' })));
  }

  return {
    serves: document => versionOf(document) !== null,
    validate(document) {
      const version = versionOf(document);
      if (version === null) return Promise.resolve(nothing);
      const known = results.get(document.uri);
      if (known?.version === document.version) return known.result;
      const result = make(document, version).catch((error: unknown) => {
        log(`The OpenAPI document ${document.uri} could not be validated: ${String(error)}`);
        return nothing;
      });
      results.set(document.uri, { version: document.version, result });
      return result;
    },
    isValidated: document => results.get(document.uri)?.version === document.version,
    async complete(document, position) {
      const version = versionOf(document);
      return version === null ? null : (await serviceFor(document, version)).doComplete(document, position, false);
    },
    async hover(document, position) {
      const version = versionOf(document);
      return version === null ? null : (await serviceFor(document, version)).doHover(document, position);
    },
    forget(uri) {
      versions.delete(uri);
      results.delete(uri);
    },
  };
}
