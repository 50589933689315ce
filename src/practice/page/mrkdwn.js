// @ts-check
import { html, nothing } from 'lit-html';
import { formatDate } from './dates.js';
import { emoji, withEmoji } from './emoji.js';

/**
 * What a text needs to be read: whose zone, what time, and what the ids are called.
 * @typedef {import('./dates.js').Reader & { names: Record<string, string>, me: string }} Reader
 */

/**
 * Slack's mrkdwn as a template. Everything that is not markup is text and stays text.
 * @param {string} source
 * @param {Reader} reader
 */
export function mrkdwn(source, reader) {
  const parts = source.split(/```([\s\S]*?)```/);
  return parts.map((part, at) =>
    at % 2 === 1 ? html`<pre class="code">${plain(part.replace(/^\n/, ''))}</pre>` : lines(part, reader),
  );
}

/**
 * A plain_text object: emoji, no markup.
 * @param {string} source
 */
export function plainText(source) {
  return withEmoji(source);
}

/**
 * Quoted lines are gathered, the others keep their breaks.
 * @param {string} source
 * @param {Reader} reader
 */
function lines(source, reader) {
  /** @type {unknown[]} */
  const out = [];
  /** @type {string[]} */
  let quoted = [];
  const flush = () => {
    if (quoted.length > 0)
      out.push(html`<blockquote>${quoted.map(line => html`<div>${inline(line, reader)}</div>`)}</blockquote>`);
    quoted = [];
  };
  for (const [at, line] of source.split('\n').entries()) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) {
      quoted.push(quote[1] ?? '');
      continue;
    }
    const broke = at > 0 && quoted.length === 0;
    flush();
    out.push(broke ? html`<br>` : nothing, inline(line, reader));
  }
  flush();
  return out;
}

const BEFORE = String.raw`(?<![\p{L}\p{N}])`;
const AFTER = String.raw`(?![\p{L}\p{N}])`;
const MARKUP = new RegExp(
  [
    '`(?<code>[^`\\n]+)`',
    '<(?<token>[^<>\\n]+)>',
    `${BEFORE}\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*${AFTER}`,
    `${BEFORE}_(?<italic>[^\\s_](?:[^_\\n]*[^\\s_])?)_${AFTER}`,
    `${BEFORE}~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~${AFTER}`,
    ':(?<emoji>[a-z0-9_+-]+):',
  ].join('|'),
  'gu',
);

/**
 * @param {string} source
 * @param {Reader} reader
 * @returns {unknown[]}
 */
function inline(source, reader) {
  /** @type {unknown[]} */
  const out = [];
  let from = 0;
  for (const found of source.matchAll(MARKUP)) {
    out.push(plain(source.slice(from, found.index)), markup(found, reader));
    from = found.index + found[0].length;
  }
  out.push(plain(source.slice(from)));
  return out;
}

/**
 * @param {RegExpMatchArray} found
 * @param {Reader} reader
 */
function markup(found, reader) {
  const { code, token, bold, italic, strike, emoji: name } = found.groups ?? {};
  if (code !== undefined) return html`<code>${plain(code)}</code>`;
  if (token !== undefined) return angle(token, reader);
  if (bold !== undefined) return html`<strong>${inline(bold, reader)}</strong>`;
  if (italic !== undefined) return html`<em>${inline(italic, reader)}</em>`;
  if (strike !== undefined) return html`<s>${inline(strike, reader)}</s>`;
  return emoji(name ?? '') ?? found[0];
}

/**
 * Mentions, dates and links: what Slack writes between angle brackets.
 * @param {string} token
 * @param {Reader} reader
 */
function angle(token, reader) {
  const [target = '', label] = splitOnce(token, '|');
  if (target.startsWith('!date^')) return date(target, label, reader);
  if (target.startsWith('@'))
    return mention(`@${reader.names[target.slice(1)] ?? label ?? target.slice(1)}`, target.slice(1) === reader.me);
  if (target.startsWith('#')) return mention(`#${reader.names[target.slice(1)] ?? label ?? target.slice(1)}`, false);
  if (target.startsWith('!subteam^')) return mention(`@${reader.names[target.slice(9)] ?? label ?? 'group'}`, false);
  if (target.startsWith('!')) return mention(`@${target.slice(1)}`, true);
  return link(plain(target), label === undefined ? plain(target) : inline(label, reader));
}

/**
 * @param {string} target `!date^1732474800^{time}^https://...`
 * @param {string | undefined} fallback
 * @param {Reader} reader
 */
export function date(target, fallback, reader) {
  const [, seconds = '', pattern = '', href] = target.split('^');
  const at = Number(seconds) * 1_000;
  if (!Number.isFinite(at)) return plain(fallback ?? target);
  const text = formatDate(at, pattern, reader);
  const time = html`<time datetime=${new Date(at).toISOString()} title=${plain(fallback ?? '')}>${text}</time>`;
  return href === undefined ? time : link(href, time);
}

/**
 * @param {string} text
 * @param {boolean} mine
 */
export function mention(text, mine) {
  return html`<span class="mention ${mine ? 'mine' : ''}">${text}</span>`;
}

/**
 * Only addresses a browser may safely follow become links.
 * @param {string} href
 * @param {unknown} label
 */
export function link(href, label) {
  if (!/^(https?:|mailto:)/i.test(href)) return html`<span>${label}</span>`;
  return html`<a href=${href} target="_blank" rel="noreferrer noopener">${label}</a>`;
}

/** @param {string} text */
function plain(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * @param {string} text
 * @param {string} mark
 */
function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
