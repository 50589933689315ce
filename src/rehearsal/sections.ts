import type { Instant } from '#src/base/time.ts';

/** A title and its lines; nothing where there are none. */
export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map(line => `  ${line}`)];
}

/** `+1:15:00`: hours, minutes and seconds since the start. */
export function sinceStart(at: Instant, start: Instant): string {
  const seconds = Math.floor((at - start) / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `+${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
