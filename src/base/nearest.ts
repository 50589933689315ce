/** Names longer than this are not compared: the distance costs their product. */
const LONGEST = 60;

/** The known name most like `name`, when it is near enough to be what was meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined;
  let best: { one: string; far: number } | undefined;
  for (const one of known) {
    const far = distance(name.toLowerCase(), one.toLowerCase().slice(0, LONGEST));
    if (!best || far < best.far) best = { one, far };
  }
  return best && best.far <= Math.max(1, Math.floor(name.length / 3)) ? best.one : undefined;
}

/** `did you mean "x"?`, or the whole list where it is short enough to read. */
export function suggest(name: string, known: readonly string[]): string {
  const one = nearest(name, known);
  if (one !== undefined) return `did you mean "${one}"?`;
  return known.length === 0 ? 'there are none yet' : `known here: ${[...known].sort().join(', ')}`;
}

/** Those most like `name` first. */
export function nearestFirst(name: string, known: readonly string[]): readonly string[] {
  const far = (one: string) => distance(name.toLowerCase().slice(0, LONGEST), one.toLowerCase().slice(0, LONGEST));
  return known
    .map(one => ({ one, far: far(one) }))
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one);
}

/** Letters to change, add or take away; two neighbours swapped count once, being the slip fingers make most. */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : changed;
      next.push(Math.min(changed, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
