/** A page of Prometheus text or OpenMetrics, read. */
export type Exposition = {
  /** Every name with a `# TYPE` or a sample: one that exists without samples counts 0, an unknown one is a mistake. */
  readonly names: ReadonlySet<string>;
  readonly series: ReadonlyMap<string, readonly Series[]>;
};

export type Series = {
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
  /** Milliseconds since 1970, where the page says when it was measured. */
  readonly at: number | null;
};

/** Why a page cannot be read; a page read by half would look like a service without errors. */
export class UnreadablePage extends Error {}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:.]*/y;
const NUMBER = /[+-]?(?:Inf(?:inity)?|NaN|0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?=\s|$)/iy;
const SPACE = /[ \t]*/y;

/** Reads a page. Throws `UnreadablePage` for the first line that is none, as Prometheus does. */
export function parseExposition(text: string): Exposition {
  const lines = text.split('\n');
  const openMetrics = lines.some(line => line.trim() === '# EOF');
  const names = new Set<string>();
  const series = new Map<string, Series[]>();
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '# EOF') break;
    if (line === '') continue;
    if (line.startsWith('#')) {
      const [, kind, name] = line.split(/[ \t]+/);
      if (kind === 'TYPE' && name !== undefined) names.add(name);
      continue;
    }
    const { name, ...one } = new Line(line, index + 1).sample(openMetrics);
    names.add(name);
    const known = series.get(name);
    if (known) known.push(one);
    else series.set(name, [one]);
  }
  return { names, series };
}

/** One sample line: `name{label="value",...} value [timestamp] [# exemplar]`. */
class Line {
  readonly #text: string;
  readonly #number: number;
  #at = 0;

  constructor(text: string, number: number) {
    this.#text = text;
    this.#number = number;
  }

  sample(openMetrics: boolean): Series & { readonly name: string } {
    let name = this.#take(NAME);
    const labels: { [name: string]: string } = {};
    this.#skip();
    if (this.#eat('{')) {
      this.#skip();
      while (!this.#eat('}')) {
        const label = this.#peek() === '"' ? this.#quoted() : this.#need(this.#take(NAME), 'a label');
        this.#skip();
        // Prometheus 3 writes names that need quoting as the first entry between the braces.
        if (this.#eat('=')) labels[label] = this.#labelValue();
        else name ??= label;
        this.#skip();
        if (!this.#eat(',') && this.#peek() !== '}') throw this.#unreadable('a comma');
        this.#skip();
      }
    }
    this.#skip();
    const value = toNumber(this.#need(this.#take(NUMBER), 'a value'));
    this.#skip();
    const stamp = this.#take(NUMBER);
    this.#skip();
    // An exemplar follows after `#`; it is an example of a request, not a measurement.
    if (this.#at < this.#text.length && this.#peek() !== '#') throw this.#unreadable('the end of the line');
    const at = stamp === undefined ? null : toNumber(stamp) * (openMetrics ? 1_000 : 1);
    return { name: this.#need(name, 'a name'), labels, value, at };
  }

  #labelValue(): string {
    this.#skip();
    return this.#quoted();
  }

  #quoted(): string {
    if (!this.#eat('"')) throw this.#unreadable('a quote');
    let value = '';
    while (!this.#eat('"')) {
      if (this.#at >= this.#text.length) throw this.#unreadable('the closing quote');
      const char = this.#text[this.#at++] ?? '';
      value += char === '\\' ? this.#escaped() : char;
    }
    return value;
  }

  #escaped(): string {
    const char = this.#text[this.#at++] ?? '';
    if (char === 'n') return '\n';
    return char === '"' || char === '\\' ? char : `\\${char}`;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #skip(): void {
    this.#take(SPACE);
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #eat(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #need(found: string | undefined, what: string): string {
    if (found === undefined) throw this.#unreadable(what);
    return found;
  }

  #unreadable(wanted: string): UnreadablePage {
    const start = this.#text.slice(0, 60);
    return new UnreadablePage(`line ${this.#number} of the page is no metric (${wanted} is missing): ${start}`);
  }
}

function toNumber(text: string): number {
  const word = /^([+-]?)inf/i.exec(text);
  if (word) return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}
