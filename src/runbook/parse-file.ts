import { nearest } from '#src/base/nearest.ts';
import type { Problem } from './problem.ts';
import { type Node, nodeAt, toPlain } from './yaml/node.ts';
import { readYaml } from './yaml/read.ts';

/** A file's path (`valero/release.yml`; what stands before the folder does not matter) and its text. */
export type SourceFile = {
  readonly path: string;
  readonly text: string;
  /** A limits file instead of a runbook: the folder of its product, and the name `budget.file` calls it by. */
  readonly policy?: { readonly product: string; readonly file: string };
};

export const KINDS = ['product', 'release', 'incident', 'drill'] as const;
export type Kind = (typeof KINDS)[number];
export type ParsedFile = SourceFile & { readonly kind: Kind; readonly tree: Node };

/** Reads one file as far as its kind. */
export function parseFile(file: SourceFile): ParsedFile | { readonly problems: readonly Problem[] } {
  const read = readYaml(file);
  if (!read.ok) return read;
  const found = nodeAt(read.tree, ['kind']);
  const kind = found && toPlain(found);
  if (isKind(kind)) return { ...file, kind, tree: read.tree };
  const meant = typeof kind === 'string' ? nearest(kind, KINDS) : undefined;
  const message = found ? `kind is none of ${KINDS.join(', ')}` : 'the file does not say what it is';
  const hint = meant ? `did you mean "${meant}"?` : `begin it with kind: ${KINDS.join(' or kind: ')}`;
  return { problems: [{ file: file.path, ...(found?.at ?? { line: 1, column: 1 }), level: 'error', message, hint }] };
}

function isKind(kind: unknown): kind is Kind {
  return (KINDS as readonly unknown[]).includes(kind);
}
