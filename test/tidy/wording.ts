import ts from 'typescript';
import { lineOf, type Source, type Violation } from './source';

const maxLines = 400;

/** Files of more than 400 lines, and files whose name says nothing. */
export function fileViolations(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => {
    const violations: Violation[] = [];
    const lines = source.text.replace(/\n$/, '').split('\n').length;
    if (lines > maxLines) violations.push({ path: source.path, line: maxLines + 1, message: `has ${lines} lines; split it by meaning (at most ${maxLines})` });
    if (/(^|\/)(utils?|helpers?|misc|common)\b[^/]*$/i.test(source.path)) violations.push({ path: source.path, line: 1, message: 'a file is named after what it holds' });
    return violations;
  });
}

/**
 * Names of web frameworks in the evaluator: they belong to dialects. `next` alone is a word (iterators have it), so it only counts
 * as a package name with a path or as Next.js.
 */
export function frameworkNameViolations(sources: readonly Source[]): Violation[] {
  const name = /(?<![\w-])(express(?:js)?|nestjs|@nestjs|koa|hono|fastify|nextjs|next\.js|hapi|sveltekit|nuxt|elysia)(?![\w-])|['"](?:nest|next\/[^'"]*)['"]/i;
  return sources.filter((source) => source.path.startsWith('server/src/evaluate/')).flatMap((source) =>
    source.text.split('\n').flatMap((text, index) => {
      const found = name.exec(text);
      return found === null ? [] : [{ path: source.path, line: index + 1, message: `the evaluator may not know the framework ${found[0]}` }];
    }));
}

/** Unfinished work, switched-off tests and switched-off rules without a reason. */
export function leftoverViolations(sources: readonly Source[]): Violation[] {
  const rules: readonly (readonly [RegExp, string])[] = [
    [new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|XXX)\\b`), 'unfinished work belongs into an issue, not into a comment'],
    [/\b(describe|it|test|suite)\.(skip|only|todo|fails)\b|\bx(it|describe)\(/, 'a test may not be switched off or singled out'],
    [/eslint-disable(?!.*\s--\s+\S)/, 'switching a rule off needs a reason: `-- why`'],
    [/@ts-(ignore|nocheck)\b/, 'use @ts-expect-error with a reason'],
  ];
  return sources.flatMap((source) => source.text.split('\n').flatMap((text, index) =>
    rules.filter(([pattern]) => pattern.test(text)).map(([, message]) => ({ path: source.path, line: index + 1, message }))));
}

/** Exported functions of server/src and client/src without a doc comment. */
export function undocumentedViolations(sources: readonly Source[]): Violation[] {
  return sources.filter((source) => /^(server|client)\/src\//.test(source.path)).flatMap((source) =>
    source.tree.statements
      .filter((statement): statement is ts.FunctionDeclaration => ts.isFunctionDeclaration(statement))
      .filter((statement) => statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true)
      // An overload's comment stands on its first signature.
      .filter((statement, index, all) => all.findIndex((other) => other.name?.text === statement.name?.text) === index)
      .filter((statement) => ts.getJSDocCommentsAndTags(statement).length === 0)
      .map((statement) => ({ path: source.path, line: lineOf(source, statement), message: `the exported function ${statement.name?.text ?? 'default'} has no doc comment` })));
}

/** Clocks and random numbers below the shells: an answer must depend on the input only. */
export function clockViolations(sources: readonly Source[]): Violation[] {
  const pure = /^server\/src\/(base|model|syntax|lower|specs|evaluate|dialects|libraries|link|checks|fixes|reports)\//;
  return sources.filter((source) => pure.test(source.path)).flatMap((source) => {
    const violations: Violation[] = [];
    const report = (node: ts.Node, what: string): void => {
      violations.push({ path: source.path, line: lineOf(source, node), message: `${what} makes the answer depend on more than the input` });
    };
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date' && (node.arguments?.length ?? 0) === 0) report(node, 'new Date()');
      if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
        const called = `${node.expression.text}.${node.name.text}`;
        if (['Date.now', 'Math.random', 'performance.now'].includes(called)) report(node, called);
      }
      ts.forEachChild(node, visit);
    };
    visit(source.tree);
    return violations;
  });
}
