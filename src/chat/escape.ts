/**
 * What people, commits, commands and services say is data: shown as it is, never read as a mention, a link or a date.
 * Slack's three control characters are escaped everywhere; only what this module builds itself is live.
 */
export function inert(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const USER_ID = /^[UW][A-Z0-9]{1,30}$/;

/** A person by id, who is notified where the message is new. Anything that is no user id is shown as text. */
export function mention(user: string): string {
  return USER_ID.test(user) ? `<@${user}>` : inert(user);
}

/**
 * A sentence of our own that may quote somebody: `<@U1>` stays a mention only for the ids given (who did it), because the
 * rest of the sentence may be typed by anybody.
 */
export function say(text: string, people: readonly (string | null)[] = []): string {
  return inert(text).replace(/&lt;@([UW][A-Z0-9]+)&gt;/g, (written, user: string) =>
    people.includes(user) ? mention(user) : written,
  );
}

/** A sentence only the asker sees: whoever it names is shown by name, and nobody is notified. */
export function whisper(text: string): string {
  return inert(text).replace(/&lt;@([UW][A-Z0-9]+)&gt;/g, '<@$1>');
}

/** A channel by id. */
export function channelLink(channel: string): string {
  return /^[CGD][A-Z0-9]{1,30}$/.test(channel) ? `<#${channel}>` : inert(channel);
}

/** A link where the address is http or https; else both as text. */
export function link(url: string, label: string): string {
  if (!/^https?:\/\/[^\s"]+$/i.test(url)) return inert(`${label} (${url})`);
  const address = url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('&', '&amp;');
  return `<${address}|${inert(label).replaceAll('|', '¦')}>`;
}

/** Words in a typewriter face. */
export function code(text: string): string {
  return `\`${inert(text.replaceAll('`', 'ˋ').replace(/\s+/g, ' '))}\``;
}

/** As `plain`, with people kept as `<@U1>` where Slack itself says who it is: a display name, and what is typed like one, may be anybody's. */
export function plainWithPeople(text: string): string {
  return text
    .split(/(<@[UW][A-Z0-9]+(?:\|[^>]*)?>)/)
    .map((part, index) =>
      index % 2 === 0 ? plain(part).replace(LOOKS_LIKE_PERSON, '@$1') : part.replace(/\|[^>]*/, ''),
    )
    .join('');
}

const LOOKS_LIKE_PERSON = /<@([UW][A-Z0-9]+)>/g;

/** The first person in a text, and the text without them; null: nobody is named. */
export function personIn(text: string): { readonly user: string; readonly rest: string } | null {
  const found = /<@([UW][A-Z0-9]+)>/.exec(text);
  if (!found?.[1]) return null;
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
  return { user: found[1], rest: rest.replace(/\s+/g, ' ').trim() };
}

/** What somebody typed in Slack, as they typed it: commands and mentions arrive escaped, with ids beside the names. */
export function plain(text: string): string {
  return text
    .replace(/<@[UW][A-Z0-9]+\|([^>]*)>/g, '@$1')
    .replace(/<@([UW][A-Z0-9]+)>/g, '@$1')
    .replace(/<!subteam\^[A-Z0-9]+\|@?([^>]*)>/g, '@$1')
    .replace(/<#[CGD][A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(/<(?:https?|mailto):[^>|]*\|([^>]*)>/g, '$1')
    .replace(/<((?:https?|mailto):[^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
