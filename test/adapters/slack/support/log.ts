import type { Log } from '#src/ports/log.ts';

export type Line = { readonly level: string; readonly message: string; readonly fields: Record<string, unknown> };

/** A log that remembers instead of printing. */
export function quietLog(): Log & { readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, message, fields: fields as Record<string, unknown> });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
