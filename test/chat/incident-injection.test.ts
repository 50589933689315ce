import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { directMessage } from '#src/chat/direct.ts';
import type { Message } from '#src/chat/message.ts';
import { declaredSev1 } from '../commands/support/incident-journey.ts';
import { judged } from '../commands/support/judged.ts';
import { type createWorld, messageOf, modalOf, type World } from '../commands/support/world.ts';

/** Every place where people, the pager, other runs and services put words into what an incident shows. */
const HOSTILE =
  '<!channel> <@U0EVIL> <#C0EVIL> <!subteam^S0EVIL> <https://evil.example|here> & *x* `y` <!date^1^{time}|x>';

const OURS = [
  /^<@U0(?:ANA|PO|OPS|OPS2|LI)>$/,
  /^<#C0INC>$/,
  /^<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>]*>$/,
  /^<https:\/\/shop\.slack\.com\/[^<>|]*\|[^<>|]*>$/,
];

test.each([HOSTILE, '<'.repeat(3_000), `${'x'.repeat(2_900)}${HOSTILE}`])(
  'a title, an update, a reason, a page with %.12s stays text wherever it is shown',
  async said => {
    const world = await declaredSev1();
    for (const typed of [
      `title ${said}`,
      `impact ${said}`,
      `note ${said}`,
      `decision ${said}`,
      `task ${said}`,
      `update ${said}`,
    ])
      await world.say('U0ANA', escaped(typed));
    world.messages.set('17.5', { user: 'U0LI', text: said, thread: 'INC-1', permalink: 'https://shop.slack.com/p17' });
    await world.react('U0OPS', '17.5', 'INC-1');
    world.tell(
      {
        type: 'suspects-found',
        releases: [{ run: 'REL-7', title: said, version: said, status: said, at: world.now() }],
      },
      'INC-1',
    );
    world.tell(
      {
        type: 'page-standing',
        page: 'p1',
        state: 'triggered',
        by: said,
        at: null,
        url: null,
        assigned: [said],
        via: 'read-back',
      },
      'INC-1',
    );
    await world
      .act('U0OPS', 'incident.act', JSON.stringify({ run: 'INC-1', item: 'throttle' }))
      .then(reply => world.send('U0OPS', modalOf(reply), { reason: said }));
    world.end('a1.throttle.1', { run: 'INC-1', end: 'failed', says: said, detail: said });
    world.end('figures', { run: 'INC-1', end: 'failed', says: said, detail: said });
    world.tell({ type: 'linked', run: said, why: said }, 'INC-1');
    await world.say('U0ANA', escaped(`handover <@U0PO> ${said}`).replace('&lt;@U0PO&gt;', '<@U0PO|po>'));
    world.pass(31 * MINUTE, 'INC-1');
    expectInert(world, said);
    world.tell(
      {
        type: 'page-standing',
        page: 'p1',
        state: 'acknowledged',
        by: said,
        at: null,
        url: null,
        assigned: [],
        via: 'webhook',
      },
      'INC-1',
    );
    const form = modalOf(await world.say('U0ANA', 'resolve'));
    await world.send('U0ANA', form, {
      summary: said,
      skip: said,
      override: said,
      impact: said,
      followups: said.slice(0, 500),
      'followups-owner': 'U0PO',
      postmortem: 'U0ANA',
    });
    expectInert(world, said);
    await expectRepliesInert(world);
  },
);

/** As Slack sends what somebody types: its control characters are entities already. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function expectInert(world: World, said: string): void {
  const abouts = [
    'called',
    'page-fallback',
    'escalated',
    'update-missed',
    'handover',
    'task',
    'postmortem',
    'postmortem-due',
  ];
  const direct = abouts.map(about =>
    judged(directMessage(world.incident(), { about, says: said, brief: said, task: '1' }, null)),
  );
  const shown = [
    world.named('card'),
    world.named('work'),
    ...world.posted(),
    ...direct,
    { text: world.story('INC-1') },
  ];
  for (const message of shown) expectOurs(message);
}

/** What only the asker sees may name people, but wakes no channel either. */
async function expectRepliesInert(world: ReturnType<typeof createWorld>): Promise<void> {
  for (const typed of ['timeline', 'list', 'task INC-1'])
    expectOurs(messageOf(await world.say('U0ANA', typed)), [/^<@U0EVIL>$/]);
  expectOurs(messageOf(await world.home('U0PO')), [/^<@U0EVIL>$/]);
}

function expectOurs(message: Message, more: readonly RegExp[] = []): void {
  for (const text of readAsMrkdwn(message))
    for (const token of text.match(/<[^<>]*>?/g) ?? [])
      expect(
        [...OURS, ...more].some(ours => ours.test(token)),
        `live: ${token}\nin: ${text.slice(0, 300)}`,
      ).toBe(true);
}

/** Texts Slack reads as mrkdwn: a message's own, and those of mrkdwn objects. */
function readAsMrkdwn(message: Message): readonly string[] {
  const found: string[] = [message.text];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, text } = value as { type?: unknown; text?: unknown };
    if (type === 'mrkdwn' && typeof text === 'string') found.push(text);
    for (const child of Object.values(value)) walk(child);
  };
  walk(message.blocks);
  return found;
}
