import type { Log } from '#src/ports/log.ts';

export type Line = { readonly level: string; readonly message: string; readonly fields: object };

/** A log that remembers instead of printing. */
export function quietLog(): Log & { readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, message, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
