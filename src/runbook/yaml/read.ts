import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Node as YamlNode } from 'yaml';
import type { Problem } from '../problem.ts';
import { checkLimits } from './limits.ts';
import type { Entry, Mark, Node, Scalar } from './node.ts';
import { explainSyntax } from './syntax.ts';
import { type Trap, trapsOf } from './traps.ts';

export type Source = { readonly path: string; readonly text: string };
export type ReadYaml =
  | { readonly ok: true; readonly tree: Node }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a file as YAML 1.2 without aliases, tags, merge keys and duplicate keys. Never throws; a text that is too large or
 * too deep is refused before it is parsed. All problems are listed, unless the first makes the others meaningless.
 */
export function readYaml({ path, text }: Source): ReadYaml {
  const refuse = (troubles: readonly { at: Mark; message: string; hint: string }[]): ReadYaml => ({
    ok: false,
    problems: troubles.map(({ at, ...trouble }) => ({ file: path, level: 'error', ...at, ...trouble })),
  });
  const over = checkLimits(text);
  if (over) return refuse([over]);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    // The package's own check compares every key with every other; trapsOf does it with a set.
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  if (document.errors.length > 0) return refuse(explainSyntax(text, document.errors));
  if (/^%/m.test(text.slice(0, document.range[0]))) {
    return refuse([{ at: { line: 1, column: 1 }, message: 'a directive (%) is not allowed', hint: 'delete the line' }]);
  }
  const markOf = (offset: number): Mark => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const traps = allTraps(text, document.contents);
  if (traps.length > 0) return refuse(traps.map(({ offset, ...trap }) => ({ at: markOf(offset), ...trap })));
  if (!isMap(document.contents)) {
    return refuse([
      {
        at: { line: 1, column: 1 },
        message: 'a runbook is a list of keys',
        hint: 'begin the file with kind: and title:',
      },
    ]);
  }
  return { ok: true, tree: convert(document.contents, markOf) };
}

function allTraps(text: string, contents: YamlNode | null): readonly Trap[] {
  const traps: Trap[] = [];
  visit(contents, { Node: (_, node) => void traps.push(...trapsOf(text, node)) });
  return traps;
}

function convert(node: unknown, markOf: (offset: number) => Mark): Node {
  const at = markOf(isNode(node) ? (node.range?.[0] ?? 0) : 0);
  if (isMap(node)) return { kind: 'map', at, entries: node.items.map(pair => convertPair(pair, markOf)) };
  if (isSeq(node)) return { kind: 'list', at, items: node.items.map(item => convert(item, markOf)) };
  return { kind: 'scalar', at, value: isScalar(node) ? (node.value as Scalar) : null };
}

function convertPair(pair: { key: unknown; value: unknown }, markOf: (offset: number) => Mark): Entry {
  const key = pair.key;
  const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
  return { key: String(isScalar(key) ? key.value : key), at: markOf(offset), value: convert(pair.value, markOf) };
}
