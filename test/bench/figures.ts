import type { Timed } from './load.ts';

/** With what the server computed meanwhile. */
export type Slot = Timed & { readonly cpuMs: number };

/** What a server did over all rounds. */
export type Measured = { readonly name: string; readonly slots: readonly Slot[] };

export type Figures = {
  readonly name: string;
  /** Requests a second: the middle one of the rounds. */
  readonly perSecond: number;
  /** Throughput against another server in the same round: the middle one of the rounds, and how far they lie apart. */
  readonly ratio: number;
  readonly ratioFrom: number;
  readonly ratioTo: number;
  /** Computing time of one answer; a busy machine blurs it less than the throughput. It has no waiting for the disk in it. */
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

export function figuresOf(measured: Measured, against: Measured): Figures {
  const ratios = measured.slots.map((slot, round) => perSecond(slot) / perSecond(slotOf(against, round)));
  const latencies = measured.slots.flatMap(slot => slot.latenciesMs);
  return {
    name: measured.name,
    perSecond: quantile(measured.slots.map(perSecond), 0.5),
    ratio: quantile(ratios, 0.5),
    ratioFrom: Math.min(...ratios),
    ratioTo: Math.max(...ratios),
    cpuMs: sum(measured.slots.map(slot => slot.cpuMs)) / sum(measured.slots.map(slot => slot.answered)),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

/** A small table: throughput and latencies as ratios to the first line. */
export function table(lines: readonly Figures[]): string {
  const [base] = lines;
  const rows = lines.map(line => [
    line.name,
    `${Math.round(line.perSecond)}/s`,
    `${line.ratio.toFixed(2)} (${line.ratioFrom.toFixed(2)} to ${line.ratioTo.toFixed(2)})`,
    `${line.cpuMs.toFixed(2)} ms, ${times(line.cpuMs, base?.cpuMs)}`,
    `${line.p50Ms.toFixed(1)} ms, ${times(line.p50Ms, base?.p50Ms)}`,
    `${line.p99Ms.toFixed(1)} ms, ${times(line.p99Ms, base?.p99Ms)}`,
  ]);
  return columns([['', 'throughput', 'ratio to the bare app', 'CPU an answer', 'p50', 'p99'], ...rows]);
}

function times(value: number, base = Number.NaN): string {
  return `${(value / base).toFixed(1)}x`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Of the sorted values, the one that `q` of them do not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function perSecond({ answered, ms }: Timed): number {
  return (answered * 1_000) / ms;
}

function slotOf({ name, slots }: Measured, round: number): Slot {
  const slot = slots[round];
  if (!slot) throw new Error(`${name} was not measured in round ${round}`);
  return slot;
}
