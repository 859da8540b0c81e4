// Every remedy that a check prints, read from the sources: sentences in the files of the checks, with `…` in place of what is filled in.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** Beside the folders named `checks`. */
const BESIDE =
  /(evidence\/sources|verify\/sources|verify\/judge|components\/findings|components\/jobs\/judge|components\/[a-z-]+\/(sources|unavailable-findings))\.ts$/;

export interface RemedyText {
  readonly file: string;
  readonly text: string;
}

export function remedyTexts(): readonly RemedyText[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).map((name) => join(SRC, name));
  return files
    .filter((file) => file.endsWith('.ts') && (file.includes('/checks/') || BESIDE.test(file)) && !file.includes('/plan/'))
    .toSorted()
    .flatMap((file) => sentencesOf(file).map((text) => ({ file: relative(SRC, file), text })));
}

function sentencesOf(file: string): readonly string[] {
  const sentences: string[] = [];
  const visit = (node: ts.Node): void => {
    // What a check is about is no remedy.
    if (ts.isPropertyAssignment(node) && ['explain', 'title'].includes(node.name.getText())) return;
    const text = literalText(node);
    if (text === null) ts.forEachChild(node, visit);
    else if (/^(?:[A-Z]|… |…, )[^]*(?:\.|\. …)$/.test(text)) sentences.push(text);
    else if (ts.isTemplateExpression(node)) ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return sentences;
}

/** Null for what is no text. */
function literalText(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return null;
  const [left, right] = [literalText(node.left), literalText(node.right)];
  return left === null || right === null ? null : left + right;
}
