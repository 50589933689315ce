import { z } from 'zod';
import { DURATION_HELP, parseDuration } from '#src/base/time.ts';
import { parseOffset } from '#src/domain/runbook/offset.ts';
import { parseWhen, WHEN_HELP } from '#src/domain/runbook/when.ts';

/** The small words every kind of file is made of. Messages are what came; what to do stands after ` | `, see check.ts. */

/** What stands between the two halves of a message in a schema. */
export const HINT = ' | ';

export const Text = z.string().min(1);

function word(pattern: RegExp, what: string, example: string) {
  return z
    .string({ error: iss => expected(what, iss.input, example) })
    .regex(pattern, { error: iss => expected(what, iss.input, example) })
    .meta(inEditors(`expected ${what}, for example ${example}`));
}

/** A JSON Schema knows only the pattern; editors show this in its place. */
function inEditors(errorMessage: string) {
  return { errorMessage };
}

export function expected(what: string, came: unknown, example: string): string {
  return `expected ${what}, came ${describe(came)}${HINT}write for example ${example}`;
}

/** A value as a sentence can hold it. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return `a map (${Object.keys(value).slice(0, 3).join(', ')})`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

/** Of a phase, step, role, metric, document, channel. */
export const Id = word(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/, 'a name of letters, digits and "-"', 'post-checks');
export const Zone = z.string().refine(isZone, {
  error: iss => expected('a time zone by its IANA name', iss.input, 'Europe/Berlin'),
});
export const VarName = word(/^[A-Z][A-Z0-9_]{0,59}$/, 'a name in capitals', 'SHOP_URL');
export const SlackUser = word(/^[UW][A-Z0-9]{2,}$/, "a Slack user id (it stands in the person's profile)", 'U0PIA');
export const SlackChannel = word(
  /^[CGD][A-Z0-9]{2,}$/,
  "a Slack channel id (it stands at the end of the channel's details)",
  'C0RELEASES',
);
export const Mail = word(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'a mail address', 'ana@example.com');

export const Duration = z
  .string({ error: iss => durationError(iss.input) })
  .regex(/^(?:\d{1,6}(?:ms|s|m|h|d))+$/, { error: iss => durationError(iss.input) })
  .refine(text => parseDuration(text) !== undefined, { error: iss => durationError(iss.input) })
  .meta(inEditors(`expected a duration: ${DURATION_HELP}`));

/** A duration that is one: with none, a single reading would already be a stretch. */
export const SomeTime = Duration.refine(text => /[1-9]/.test(text), {
  error: iss => `${iss.input} is no time at all${HINT}write for example 30m`,
});

function durationError(came: unknown): string {
  return `expected a duration, came ${describe(came)}${HINT}${DURATION_HELP}`;
}

export const Offset = z
  .string({ error: iss => expected('a moment counted from T', iss.input, 'T, T-24h, T-1d or T+5m') })
  .refine(text => parseOffset(text) !== undefined, {
    error: iss => expected('a moment counted from T', iss.input, 'T, T-24h, T-1d or T+5m'),
  });

export const WhenText = z.string().refine(text => parseWhen(text) !== undefined, {
  error: iss => `this is not one comparison: ${describe(iss.input)}${HINT}${WHEN_HELP}`,
});

export const Count = z
  .int({ error: iss => expected('a whole number', iss.input, '3') })
  .min(0, { error: iss => expected('a whole number from 0', iss.input, '3') });
export const Positive = z
  .int({ error: iss => expected('a whole number from 1', iss.input, '3') })
  .min(1, { error: iss => expected('a whole number from 1', iss.input, '3') });

/** `1%`, `500ms`, `+10%`, `1000`, `budget x 3`: read later, when the unit of the metric is known. */
export const Amount = z.union([z.number(), z.string().min(1)], {
  error: iss => expected('a limit', iss.input, '1%, 500ms or 1000'),
});

/** Text for `Bearer ${{ secrets.X }}` and the like. */
export const HeaderMap = z.record(word(/^[A-Za-z0-9-]+$/, 'the name of a header', 'authorization'), Text);
export const EnvName = word(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable', 'LOG_LEVEL');
export const EnvMap = z.record(EnvName, Text);
/** A routing key of PagerDuty is 32 letters and digits: a secret that would stay in the repository. It is not repeated. */
export const PagerName = z
  .string()
  .refine(text => !/^(?=.*\d)[A-Za-z0-9]{32}$/.test(text), {
    abort: true,
    error: `expected the name of an environment variable, came what looks like the key itself${HINT}put the key into a variable, write its name here, for example PAGERDUTY_ROUTING_KEY, and make a new key if this file was shared`,
  })
  .pipe(EnvName);
/** What signs for the bot begins with `whsec_`. It is not repeated. */
export const SecretName = z
  .string()
  .refine(text => !text.startsWith('whsec_'), {
    abort: true,
    error: `expected the name of an environment variable, came what looks like the secret itself${HINT}put the secret into a variable, write its name here, for example SHOP_HOOK_SECRET, and make a new secret if this file was shared`,
  })
  .pipe(EnvName);
export const Pointer = word(/^(?:\/[^\s]*)?$/, 'a JSON pointer', '/data/ok');
export const JsonScalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** role -> how many of it */
export const RoleCounts = z.record(Id, Positive);

export function oneOrMore<S extends z.ZodType>(item: S) {
  return z.union([item, z.array(item).min(1)]);
}

/** A comparison and who may accept it: `backup-age < 24h`. */
export const Fact = z.union([Text, z.strictObject({ fact: Text, override: RoleCounts.optional() })]);

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
