const CODE = /\.[cm]?[jt]sx?$/i;
const DOCUMENT = /\.(ya?ml|json|prisma)$/i;
const DECLARATIONS = /\.d\.([\w-]+\.)?[cm]?ts$/i;
/** Lists of installed versions: large, and never an API document. */
const LOCKFILES = /^(package-lock|npm-shrinkwrap|pnpm-lock|composer\.lock|yarn\.lock)\.(json|ya?ml)$/i;

/** Whether a file name is code that could be read. */
export const isCodeName = (name: string): boolean => CODE.test(name) && !DECLARATIONS.test(name);

/** Whether a file is offered to the engine: code without declaration files, and what could be a document, a schema or a project file. */
export function isCandidate(name: string): boolean {
  return isCodeName(name) || (DOCUMENT.test(name) && !LOCKFILES.test(name));
}

/** Folders that never hold source of the project, wherever they stand. */
const ALWAYS: ReadonlySet<string> = new Set([
  'node_modules', 'bower_components', 'jspm_packages', '.git', '.hg', '.svn', '.yarn', '.pnpm-store', '.pnpm', 'dist', 'coverage', '.nyc_output', '.next', '.nuxt',
  '.output', '.svelte-kit', '.turbo', '.cache', '.parcel-cache', '.vercel', '.netlify', '.serverless', '.aws-sam', '.vscode-test', '.idea', '.angular', '.expo', '.wrangler',
]);

/** Folders that hold output only where a package starts: `src/routes/build/` is somebody's API about builds. */
const BESIDE_MANIFEST: ReadonlySet<string> = new Set(['build', 'out', 'vendor', 'target', 'tmp', 'temp', 'lib-cov']);
const MANIFEST = /^(package\.json|[tj]sconfig(\..+)?\.json|deno\.jsonc?)$/;

/** Whether a folder of this name never holds source. */
export const isNeverSource = (name: string): boolean => ALWAYS.has(name);

/** Whether a folder is left out before any rule of the project is asked. `siblings` are the names beside it. */
export function isOutputFolder(name: string, siblings: () => readonly string[]): boolean {
  return ALWAYS.has(name) || (BESIDE_MANIFEST.has(name) && siblings().some(sibling => MANIFEST.test(sibling)));
}
