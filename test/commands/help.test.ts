import { expect, test } from 'vitest';
import { registry } from '#commands/index.ts';
import { started } from './support/journey.ts';
import { createWorld, messageOf, textOf } from './support/world.ts';

function listed(text: string): readonly string[] {
  return [...text.matchAll(/`\/release ([a-z-]+)/g)].map(match => match[1] ?? '');
}

test('help lists only what the asker may do', async () => {
  const world = createWorld();
  const help = async (user: string) => listed(textOf(messageOf(await world.type(user, 'help'))));
  const all = registry.verbs.filter(verb => verb.noun === 'release').map(verb => verb.word);
  expect(await help('U0ANA')).toEqual(all.filter(word => word !== 'help'));
  expect(await help('U0OPS')).toEqual([
    'status',
    'list',
    'plan',
    'pause',
    'resume',
    'rollback',
    'abort',
    'calendar',
    'note',
    'report',
  ]);
  world.standings.set('U0GUEST', 'guest');
  expect(await help('U0GUEST')).toEqual(['status', 'list', 'plan', 'calendar']);
});

test('nothing typed is help, and an unknown word gets the nearest', async () => {
  const world = createWorld();
  expect(textOf(messageOf(await world.type('U0ANA', '')))).toContain('you are Captain');
  expect(await world.type('U0ANA', 'rolback')).toMatchObject({
    kind: 'refusal',
    text: '/release has no “rolback”. Did you mean /release rollback?',
  });
  expect(await world.type('U0ANA', 'xyzzy <!channel>')).toMatchObject({
    text: '/release has no “xyzzy”. /release help lists what there is.',
  });
  expect(await world.type('U0ANA', '<!channel>')).toMatchObject({ text: expect.stringContaining('&lt;!channel&gt;') });
});

test('list shows what runs and what ran', async () => {
  const world = createWorld();
  expect(messageOf(await world.type('U0ANA', 'list')).text).toContain('No release yet');
  await started(world);
  await world.type('U0OPS', 'abort Enough');
  await started(world);
  const shown = textOf(messageOf(await world.type('U0PO', 'list')));
  expect(shown).toMatch(
    /\*REL-2\* · Shop minor · running, prepare · captain <@U0ANA> · started <!date.*\n.*The last ones.*\n.*\*REL-1\*/s,
  );
});

test('every name is there once', () => {
  for (const handlers of [registry.actions, registry.forms, registry.shortcuts]) {
    const names = handlers.map(one => one.name);
    expect(new Set(names).size).toBe(names.length);
  }
});
