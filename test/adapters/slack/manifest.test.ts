import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { registry } from '#commands/index.ts';
import { EVENTS, METHODS } from '#src/adapters/slack/methods.ts';

const manifest = parse(readFileSync('manifest.yml', 'utf8'));
const sources = readdirSync('src/adapters/slack', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && file !== 'methods.ts')
  .map(file => readFileSync(`src/adapters/slack/${file}`, 'utf8'))
  .join('\n');

/** Scopes of what no method call shows. */
const SCOPES_OF_FEATURES = ['commands', ...Object.values(EVENTS).flat()];

test('the table of methods holds exactly those the adapter calls', () => {
  const called = [...sources.matchAll(/call\(\s*'([a-z][A-Za-z]*\.[A-Za-z.]+)'/g)].map(match => match[1]);
  expect([...new Set(called)].sort()).toEqual(Object.keys(METHODS).sort());
});

test('the manifest asks for the scopes of the methods called and of nothing else', () => {
  const scopes = Object.values(METHODS).flatMap(method => [...method.scopes]);
  expect(manifest.oauth_config.scopes.bot).toEqual([...new Set([...scopes, ...SCOPES_OF_FEATURES])].sort());
});

test('the manifest subscribes to the events the adapter reads', () => {
  const { bot_events: subscribed } = manifest.settings.event_subscriptions;
  expect(subscribed).toEqual(Object.keys(EVENTS).sort());
  const typeOf = (subscription: string) => subscription.replace(/\..*/, '');
  const read = [...sources.matchAll(/^ {4}case '([a-z_]+)':$/gm)].map(match => match[1]);
  const events = read.filter(type => /^(app_|message|reaction_)/.test(type ?? ''));
  expect([...new Set(events)].sort()).toEqual([...new Set(subscribed.map(typeOf))].sort());
});

test('names in slash commands arrive as ids', () => {
  expect(manifest.features.slash_commands.length).toBeGreaterThan(0);
  for (const command of manifest.features.slash_commands) expect(command).toMatchObject({ should_escape: true });
});

test('all of Slack comes to the one address the receiver serves', () => {
  const { event_subscriptions, interactivity } = manifest.settings;
  const addresses = [
    event_subscriptions.request_url,
    interactivity.request_url,
    ...manifest.features.slash_commands.map((command: { url: string }) => command.url),
  ];
  expect(addresses.map(address => new URL(address).pathname)).toEqual(addresses.map(() => '/slack/events'));
});

test('shortcuts carry the prefix the adapter listens to, and names Slack has room for', () => {
  for (const shortcut of manifest.features.shortcuts) expect(shortcut.callback_id).toMatch(/^gonogo:[a-z.-]+$/);
  for (const shortcut of manifest.features.shortcuts) expect(shortcut.name.length).toBeLessThanOrEqual(24);
});

test('a hint beside a slash command is how that command is used, in the words of its help, and leaves no option out', () => {
  const uses = (word: string) => registry.verbs.filter(verb => verb.usage.split(' ')[0] === word);
  for (const { command, usage_hint: hint } of manifest.features.slash_commands as SlashCommand[]) {
    for (const part of hint.split(' | ')) {
      const usages = uses(part.split(' ')[0] ?? '')
        .filter(verb => `/${verb.noun}` === command)
        .flatMap(verb => verb.usage.split(' | '));
      const [usage] = usages.filter(one => `${one} `.startsWith(`${part} `));
      expect(usage, `${command} ${part}: ${usages.join(' or ') || 'no such command'}`).toBeDefined();
      for (const option of usage?.match(/--\w+/g) ?? []) expect(part).toContain(option);
    }
  }
});

type SlashCommand = { readonly command: string; readonly usage_hint: string };
