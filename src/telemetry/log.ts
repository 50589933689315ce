import { pino } from 'pino';
import type { Log } from '#src/ports/log.ts';
import type { Mask } from './mask.ts';

/** Fields that are secret by name, at the top and one level down. The mask is the second net, for what they miss. */
const SECRET_FIELDS = [
  'token',
  'botToken',
  'appToken',
  'signingSecret',
  'secret',
  'password',
  'authorization',
  'headers.authorization',
  'response_url',
  'responseUrl',
  'trigger_id',
];

export type LogOptions = {
  readonly level: string;
  readonly mask: Mask;
  /** Takes whole lines. Default: standard output. */
  readonly write?: (line: string) => void;
};

/** pino, one JSON object a line; every line goes through the mask as text, whatever field a secret hid in. */
export function createLog({ level, mask, write }: LogOptions): Log {
  const standardOutput = write ? null : pino.destination({ dest: 1, sync: true });
  const out = write ?? (line => standardOutput?.write(line));
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err, cause: pino.stdSerializers.err },
      redact: { paths: SECRET_FIELDS.flatMap(field => [field, `*.${field}`]), censor: '***' },
    },
    { write: line => out(mask(line)) },
  );
}
