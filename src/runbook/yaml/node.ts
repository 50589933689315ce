/** Where something begins in its file, 1-based. */
export type Mark = { readonly line: number; readonly column: number };

/** YAML as a plain tree that remembers where each part came from, also after `byType` has chosen among its parts. */
export type Node =
  | { readonly kind: 'map'; readonly at: Mark; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly at: Mark; readonly items: readonly Node[] }
  | { readonly kind: 'scalar'; readonly at: Mark; readonly value: Scalar };

export type Entry = { readonly key: string; readonly at: Mark; readonly value: Node };
export type Scalar = string | number | boolean | null;
export type Path = readonly (string | number)[];

/** The tree as plain data. Keys that reach for prototypes never get here: reading refuses them. */
export function toPlain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toPlain);
  return Object.fromEntries(node.entries.map(entry => [entry.key, toPlain(entry.value)]));
}

export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.kind === 'map' ? node.entries.find(entry => entry.key === key) : undefined;
}

export function nodeAt(node: Node, path: Path): Node | undefined {
  let here: Node | undefined = node;
  for (const part of path) {
    if (here?.kind === 'list') here = here.items[Number(part)];
    else here = entryOf(here, String(part))?.value;
  }
  return here;
}

/** Where a path stands: its key where there is one, else the nearest part that exists. */
export function markAt(node: Node, path: Path): Mark {
  let here: Node = node;
  let mark = node.at;
  for (const part of path) {
    const entry = entryOf(here, String(part));
    const next = here.kind === 'list' ? here.items[Number(part)] : entry?.value;
    if (!next) return mark;
    mark = entry?.at ?? next.at;
    here = next;
  }
  return mark;
}

export function keysOf(node: Node | undefined): readonly string[] {
  return node?.kind === 'map' ? node.entries.map(entry => entry.key) : [];
}
