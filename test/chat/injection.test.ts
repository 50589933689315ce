import fc from 'fast-check';
import { expect, test } from 'vitest';
import { directMessage } from '#src/chat/direct.ts';
import type { Message } from '#src/chat/message.ts';
import { asked, built, CALM, found, soaking, started, versioned } from '../commands/support/journey.ts';
import { judged } from '../commands/support/judged.ts';
import { createWorld, modalOf, type World } from '../commands/support/world.ts';

/** Every place where people, commands, services and files put words into a message, in every state they can reach. */

const HOSTILE =
  '<!channel> <@U0EVIL> <#C0EVIL> <!subteam^S0EVIL> <https://evil.example|here> & *x* `y` <!date^1^{time}|x>';
const words = fc.oneof(
  fc.constant(HOSTILE),
  fc.string({ maxLength: 60 }).map(text => `x${HOSTILE}${text}`),
  fc.constant('<'.repeat(4_000)),
);

const OURS = [
  /^<@U0(?:ANA|PO|OPS|OPS2)>$/,
  /^<#C0SHOP>$/,
  /^<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>]*>$/,
  /^<https:\/\/(?:wiki\.example\.com|slack\.com)\/[^<>|]*\|[^<>|]*>$/,
];

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

function expectInert(world: World): void {
  const steps = Object.keys(world.run().steps);
  const { says = HOSTILE } = world.run().pause ?? {};
  const direct = ['vote', 'pause', 'rollback', 'incident', 'notice'].map(about =>
    judged(directMessage(world.run(), { about, says }, null)),
  );
  for (const message of [world.card(), ...steps.map(step => world.step(step)), ...direct, { text: world.story() }])
    for (const text of readAsMrkdwn(message))
      for (const token of text.match(/<[^<>]*>?/g) ?? [])
        expect(
          OURS.some(ours => ours.test(token)),
          `live: ${token}\nin: ${text}`,
        ).toBe(true);
}

const states: { readonly [name: string]: (world: World, said: string) => Promise<void> } = {
  'a version, a title and a commit': async (world, said) => {
    await started(world);
    world.end('version', { says: said, outputs: { version: said, commit: said, tag: said, title: said } });
  },
  'a failed command with its output': async (world, said) => {
    await versioned(world);
    world.tell({ type: 'command-output', ref: { step: 'build', attempt: 1, part: null, wave: null }, tail: said });
    world.end('build', { end: 'failed', says: said, detail: said });
  },
  'answers, evidence and a skip': async (world, said) => {
    await built(world);
    const answer = modalOf(await world.press('U0OPS', world.step('team'), 'Answer…'));
    await world.send('U0OPS', answer, { 'input.tester': said.slice(0, 2_000), 'input.load': '1' });
    const attach = modalOf(await world.press('U0OPS', world.step('plan'), 'Attach plan…'));
    await world.send('U0OPS', attach, { link: `https://wiki.example.com/${said.replace(/\s/g, '')}` });
    const skip = modalOf(await world.press('U0OPS', world.step('before'), 'Skip…'));
    await world.send('U0OPS', skip, { reason: said });
  },
  'found facts, an override and a no-go': async (world, said) => {
    await asked(world, 'does-not-hold');
    const attempt = world.run().steps['go']?.attempt ?? 0;
    const facts = [{ fact: 'backup-age < 24h', outcome: 'does-not-hold' as const, says: said }];
    world.tell({ type: 'facts-found', step: 'go', attempt, purpose: 'show', facts });
    const form = modalOf(await world.press('U0PO', world.step('go'), 'Override “backup-age < 24h”…'));
    await world.send('U0PO', form, { reason: said });
    await world.press('U0ANA', world.step('go'), 'Go');
    const noGo = modalOf(await world.press('U0PO', world.step('go'), 'No-go…'));
    await world.send('U0PO', noGo, { reason: said });
  },
  'a pause, a resume and a note': async (world, said) => {
    await soaking(world);
    world.sweep({ ...CALM, 'error-rate': 0.02 });
    const resume = modalOf(await world.press('U0OPS', world.card(), 'Resume…'));
    await world.send('U0OPS', resume, { reason: said });
    await world.type('U0PO', `note ${said}`);
    await world.type('U0PO', `pause ${said}`);
  },
  'a rollback': async (world, said) => {
    await soaking(world);
    const form = modalOf(await world.press('U0OPS', world.card(), 'Roll back…'));
    await world.send('U0OPS', form, { picked: null, reason: said });
    world.end('weight-0', { end: 'failed', says: said });
  },
  'an abort and a trouble': async (world, said) => {
    await versioned(world);
    world.tell({ type: 'effect-unknown', effect: 'e', kind: 'http.call', says: said });
    await world.type('U0OPS', `abort ${said}`);
    found(world, 'show');
  },
};

test.each(Object.entries(states))('%s: no words become a live mention, channel, date or link', async (_name, reach) => {
  await fc.assert(
    fc.asyncProperty(words, async said => {
      const world = createWorld();
      await reach(world, said);
      expectInert(world);
    }),
    { numRuns: 4 },
  );
});
