import { expect, test } from 'vitest';
import { isUnconfigured, practiceIgnores, readConfig } from '#src/config/env.ts';

const HTTP = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };
const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

test('over HTTP the signing secret is needed, over Socket Mode the app-level token is enough', () => {
  expect(readConfig(HTTP).slack).toMatchObject({ signingSecret: 'secret', appToken: null });
  expect(readConfig(SOCKET).slack).toMatchObject({ signingSecret: null, appToken: 'xapp-1' });
});

test('a bot without a way to hear Slack does not start, and says both ways', () => {
  const start = () => readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: '' });
  expect(start).toThrow(/SLACK_SIGNING_SECRET is needed.*SLACK_APP_TOKEN/);
});

test('PagerDuty hears of changes unless somebody turns it off', () => {
  expect(readConfig(HTTP).changeEvents).toBe(true);
  expect(readConfig({ ...HTTP, GONOGO_CHANGE_EVENTS: 'off' }).changeEvents).toBe(false);
  expect(() => readConfig({ ...HTTP, GONOGO_CHANGE_EVENTS: 'no' })).toThrow('GONOGO_CHANGE_EVENTS must be on or off');
});

test('a password of the mail server that cannot be read is refused in a sentence, and not repeated', () => {
  const mail = { ...HTTP, GONOGO_MAIL_FROM: 'bot@shop.example', GONOGO_SMTP_URL: 'smtps://bot:100%sure@smtp.example' };
  expect(() => readConfig(mail)).toThrow(/GONOGO_SMTP_URL must be the address of a mail server.*%25/);
  expect(() => readConfig(mail)).not.toThrow(/sure/);
});

test('every problem is listed at once', () => {
  const start = () => readConfig({ SLACK_APP_TOKEN: 'xoxb-1', GONOGO_PORT: 'eighty' });
  expect(start).toThrow(/SLACK_BOT_TOKEN.*\n.*SLACK_APP_TOKEN must be an app-level token.*\n.*GONOGO_PORT/);
});

test('an app-level token alone is no empty configuration', () => {
  expect(isUnconfigured({ SLACK_APP_TOKEN: 'xapp-1' })).toBe(false);
  expect(isUnconfigured({ SLACK_APP_TOKEN: '' })).toBe(true);
});

test('[X7] the practice workspace says that it plays no runbooks but its own', () => {
  expect(practiceIgnores({ GONOGO_RUNBOOKS: 'ours', GONOGO_DATA: '' })).toMatch(
    /^GONOGO_RUNBOOKS is not used here.*rehearse/,
  );
  expect(practiceIgnores({})).toBeNull();
});
