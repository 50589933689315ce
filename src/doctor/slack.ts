import type { SlackInspector, TokenSeen } from '#src/adapters/slack/inspect.ts';
import { SECOND } from '#src/base/time.ts';
import { ok, problem, type Seen, warning } from './finding.ts';
import type { Check } from './run-checks.ts';

/** Noticeable in reminders; a busy machine alone does not make it. */
const SKEW_WARNING_MS = 5 * SECOND;
/** Far from the five minutes at which signatures are refused, and nothing that stays by itself. */
const SKEW_PROBLEM_MS = 60 * SECOND;
/** As Slack shows it. */
const SIGNING_SECRET = /^[0-9a-f]{32}$/;

type Parts = {
  readonly slack: SlackInspector;
  readonly token: () => Promise<TokenSeen>;
  /** Bot scopes of manifest.yml. */
  readonly wanted: readonly string[];
  readonly signingSecret: string | null;
  readonly appToken: string | null;
};

export function slackCheck({ slack, token, wanted, signingSecret, appToken }: Parts): Check {
  return {
    name: 'Slack app',
    remedy: 'Look whether SLACK_BOT_TOKEN is the bot token of the installed app and Slack can be reached from here.',
    async run() {
      const seen = await token();
      return [
        kindSeen(seen),
        ...scopesSeen(seen, wanted),
        skewSeen(seen),
        appToken === null ? secretSeen(signingSecret) : await socketSeen(slack),
      ];
    },
  };
}

function kindSeen({ isBot, team }: TokenSeen): Seen {
  if (isBot) return ok(`SLACK_BOT_TOKEN is accepted in the workspace ${team}.`);
  return problem(
    `SLACK_BOT_TOKEN is accepted in ${team}, but it is no bot's: it would act as a person.`,
    'Set it to the Bot User OAuth Token of the app, which begins with xoxb- (OAuth & Permissions).',
  );
}

function scopesSeen({ scopes }: TokenSeen, wanted: readonly string[]): readonly Seen[] {
  if (scopes === null)
    return [warning('Slack did not say what the token may.', 'Compare its scopes with manifest.yml by hand.')];
  const missing = wanted.filter(scope => !scopes.includes(scope));
  const extra = scopes.filter(scope => !wanted.includes(scope));
  const lacking = problem(
    `The token lacks ${missing.join(', ')}.`,
    'Import manifest.yml anew (App Manifest) and reinstall the app.',
  );
  const spare = warning(
    `The token may more than it needs: ${extra.join(', ')}.`,
    'Take the scopes out that manifest.yml does not name, and reinstall the app.',
  );
  if (missing.length + extra.length === 0) return [ok(`It has the ${wanted.length} scopes of manifest.yml.`)];
  return [...(missing.length > 0 ? [lacking] : []), ...(extra.length > 0 ? [spare] : [])];
}

function skewSeen({ aheadMs }: TokenSeen): Seen {
  if (aheadMs === null)
    return warning('Slack did not say what time it is.', 'Look whether this machine keeps its time by NTP.');
  const off = Math.abs(aheadMs);
  const says = `This machine's clock is ${Math.round(off / SECOND)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Slack's`;
  const remedy = 'Let it be set by NTP (timedatectl set-ntp true, chrony).';
  if (off > SKEW_PROBLEM_MS)
    return problem(`${says}: reminders come at the wrong time, and at 5 minutes every request is refused.`, remedy);
  if (off > SKEW_WARNING_MS) return warning(`${says}.`, remedy);
  return ok("This machine's clock agrees with Slack's.");
}

/** Only a signed request proves it, and only Slack can sign one. */
function secretSeen(secret: string | null): Seen {
  const remedy = 'Copy the Signing Secret from Basic Information of the app.';
  if (secret === null) return problem('SLACK_SIGNING_SECRET is not set, so nobody is heard.', remedy);
  if (!SIGNING_SECRET.test(secret))
    return warning('SLACK_SIGNING_SECRET does not look like one: Slack writes 32 hexadecimal digits.', remedy);
  return ok('SLACK_SIGNING_SECRET is set; only a request from Slack can prove it.');
}

async function socketSeen(slack: SlackInspector): Promise<Seen> {
  try {
    await slack.socketMode();
    return ok('SLACK_APP_TOKEN may open Socket Mode connections; none was opened.');
  } catch (cause) {
    return problem(
      (cause as Error).message,
      'Generate an app-level token with connections:write and switch Socket Mode on (see the end of manifest.yml).',
    );
  }
}
