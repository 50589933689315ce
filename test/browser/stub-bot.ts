/**
 * Stands where the bot will stand, for the tests of the page alone: shows one message of every block, opens a modal
 * and says what it was sent. It knows nothing of releases.
 */
import { createServer } from 'node:http';
import { openParentLine } from '#src/practice/bot-side.ts';

const env = process.env;
const FIVE_MINUTES = 300_000;
const line = openParentLine(() => process.exit());
const RED = { type: 'plain_text', text: 'SEV1' };

async function call(method: string, body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${env['SLACK_BOT_TOKEN']}`, 'content-type': 'application/json' };
  const answer = await fetch(`${env['SLACK_API_URL']}${method}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return answer.json();
}

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
const at = Date.parse('2026-11-24T19:35:00Z') / 1_000;

const CARD = [
  { type: 'header', text: plain('📦 REL-1 · VALERO 1.3.0 minor · canary') },
  {
    type: 'section',
    text: mrkdwn('*Rolling out* · soaking until <!date^1795548900^{time}|19:35 UTC>'),
    accessory: {
      type: 'overflow',
      action_id: 'more',
      options: ['Hand over', 'Abort'].map(text => ({ text: plain(text), value: text })),
    },
  },
  {
    type: 'section',
    fields: [
      mrkdwn('*Error rate*\n0.2 % ▁▁▂▁'),
      mrkdwn('*p95*\n135 ms ▂▂▃▂'),
      mrkdwn('*Consumer lag*\n12'),
      mrkdwn('*Captain*\n<@U0ROSA>'),
    ],
  },
  { type: 'divider' },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'Prepare', style: { bold: true } },
              { type: 'text', text: ' done' },
            ],
          },
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'kubectl set weight', style: { code: true } },
              { type: 'text', text: ' at 10 %' },
            ],
          },
        ],
      },
    ],
  },
  {
    type: 'context',
    elements: [
      mrkdwn(
        `Prepare ✔ · Pre-checks ✔ · Rollout ▶ wave 1 of 3 · <https://example.com/run|REL-1> · since <!date^${at}^{date_short_pretty} {time}|x>`,
      ),
    ],
  },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'go', text: plain('Go'), style: 'primary', value: 'REL-1' },
      { type: 'button', action_id: 'pause', text: plain('Pause'), value: 'REL-1' },
      {
        type: 'button',
        action_id: 'rollback',
        text: plain('Roll back…'),
        style: 'danger',
        value: 'REL-1',
        confirm: {
          title: plain('Roll back REL-1?'),
          text: mrkdwn('Traffic goes to *0 %* on the canary.'),
          confirm: plain('Roll back'),
          deny: plain('Keep going'),
          style: 'danger',
        },
      },
      {
        type: 'static_select',
        action_id: 'severity',
        placeholder: plain('Severity'),
        options: [
          { text: RED, value: 'SEV1' },
          { text: { ...RED, text: 'SEV2' }, value: 'SEV2' },
        ],
      },
    ],
  },
];

const FORM = {
  type: 'modal',
  callback_id: 'start',
  title: plain('Start a release'),
  submit: plain('Start'),
  close: plain('Cancel'),
  blocks: [
    { type: 'section', text: mrkdwn('The release manager is told at once.') },
    {
      type: 'input',
      block_id: 'version',
      label: plain('Version'),
      hint: plain('Three numbers'),
      element: { type: 'plain_text_input', action_id: 'version', initial_value: '1.3.0' },
    },
    {
      type: 'input',
      block_id: 'why',
      optional: true,
      label: plain('Why now?'),
      element: { type: 'plain_text_input', action_id: 'why', multiline: true },
    },
    {
      type: 'input',
      block_id: 'schema',
      label: plain('Does the schema change?'),
      element: {
        type: 'radio_buttons',
        action_id: 'schema',
        options: [
          { text: plain('No'), value: 'none' },
          { text: plain('Expand'), value: 'expand', description: plain('New columns, the old stay') },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'captain',
      label: plain('Captain'),
      element: { type: 'users_select', action_id: 'captain', placeholder: plain('Choose a person') },
    },
    {
      type: 'input',
      block_id: 'day',
      optional: true,
      label: plain('Day'),
      element: { type: 'datepicker', action_id: 'day' },
    },
    {
      type: 'input',
      block_id: 'told',
      optional: true,
      label: plain('Who was told?'),
      element: {
        type: 'checkboxes',
        action_id: 'told',
        options: [
          { text: plain('Stakeholders'), value: 's' },
          { text: plain('On-call'), value: 'o' },
        ],
      },
    },
  ],
};

type Payload = {
  type: string;
  trigger_id: string;
  user: { id: string };
  channel?: { id: string };
  message?: { ts: string };
  actions?: { action_id: string; selected_option?: { value: string } }[];
  view?: {
    state: {
      values: Record<
        string,
        Record<string, { value?: string; selected_user?: string; selected_option?: { value: string } }>
      >;
    };
  };
};

async function interact(payload: Payload): Promise<object | undefined> {
  if (payload.type === 'view_submission') {
    const values = payload.view?.state.values ?? {};
    const version = values['version']?.['version']?.value ?? '';
    if (!/^\d+\.\d+\.\d+$/.test(version))
      return { response_action: 'errors', errors: { version: `“${version}” is not a version: write 1.3.0` } };
    const { captain, schema } = values;
    const text = `Started ${version}, captain <@${captain?.['captain']?.selected_user}>, schema ${schema?.['schema']?.selected_option?.value}`;
    await call('chat.postMessage', { channel: 'C0RELEASES', text });
    return undefined;
  }
  const [action] = payload.actions ?? [];
  const chosen = action?.selected_option?.value ?? '';
  await call('chat.postMessage', {
    channel: payload.channel?.id,
    thread_ts: payload.message?.ts,
    text: `<@${payload.user.id}> pressed *${action?.action_id}* ${chosen}`.trim(),
  });
  return undefined;
}

/** As Events API v2 has it; the key is the one practice gives the bot. */
async function page(): Promise<undefined> {
  const payload = { summary: 'SEV1 INC-1: checkout down', source: 'gonogo', severity: 'critical' };
  const event = { event_action: 'trigger', dedup_key: `gonogo-${line.clock.now()}`, payload };
  const body = JSON.stringify({ routing_key: env['PAGERDUTY_ROUTING_KEY'], ...event });
  await fetch(`${env['PAGERDUTY_EVENTS_URL']}/v2/enqueue`, { method: 'POST', body, headers: JSON_BODY });
}

const JSON_BODY = { 'content-type': 'application/json' };

/** Shares a file the way Slack wants it: announced, uploaded, completed. */
async function share(filename: string, text: string, channel: string): Promise<undefined> {
  const asked = new URLSearchParams({ filename, length: String(Buffer.byteLength(text)) });
  const headers = { authorization: `Bearer ${env['SLACK_BOT_TOKEN']}` };
  const announced = await fetch(`${env['SLACK_API_URL']}files.getUploadURLExternal`, {
    ...{ method: 'POST', headers, body: asked },
  });
  const { upload_url, file_id } = (await announced.json()) as { upload_url: string; file_id: string };
  await fetch(upload_url, { method: 'POST', body: text });
  await call('files.completeUploadExternal', { files: [{ id: file_id, title: filename }], channel_id: channel });
}

const PAPER = `# Postmortem of INC-1

Header with **bold**, _slanted_, \`code\` and a [link](https://example.com/a) but no [other](javascript:alert(1)).

| Time | Who | What |
|---|---|---|
| 14:02 | Ana | declared \\| paged |

## Actions

1. first
2. second
   - inner

- [ ] open
- [x] done

> What went well?

\`\`\`
<img src=x onerror=alert(1)>
\`\`\`
`;

async function command(text: string, form: URLSearchParams): Promise<object | undefined> {
  if (text === 'form') {
    await call('views.open', { trigger_id: form.get('trigger_id'), view: FORM });
    return undefined;
  }
  if (text.startsWith('start')) {
    await call('chat.postMessage', { channel: form.get('channel_id'), text: 'REL-1 is rolling out', blocks: CARD });
    return undefined;
  }
  if (text === 'page') return page();
  if (text === 'paper') return share('INC-1-postmortem.md', PAPER, form.get('channel_id') ?? '');
  return {
    response_type: 'ephemeral',
    text: `There is no \`/release ${text}\`. Did you mean *start*? <img src=x onerror=alert(1)>`,
  };
}

createServer((req, res) => {
  let body = '';
  req.on('data', part => (body += part));
  req.on('end', async () => {
    const form = new URLSearchParams(body);
    const payload = form.get('payload');
    const answer = payload
      ? await interact(JSON.parse(payload))
      : form.get('command')
        ? await command(form.get('text') ?? '', form)
        : undefined;
    res.writeHead(200, { 'content-type': 'application/json' }).end(answer ? JSON.stringify(answer) : '');
  });
}).listen(Number(env['GONOGO_PORT']), '127.0.0.1', () =>
  // The clock of the page is what is tested here, so the stub is due every five minutes.
  line.ready(async () => {
    const next = (Math.floor(line.clock.now() / FIVE_MINUTES) + 1) * FIVE_MINUTES;
    return { idle: true, nextDue: next, nextMoment: next };
  }),
);
