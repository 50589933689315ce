// @ts-check
import { html, nothing } from 'lit-html';

/**
 * Markdown as the bot writes it in files: headings, paragraphs, lists with boxes, tables, quotes, code, rules. Everything is
 * drawn as text by lit-html, so nothing in a file can become markup.
 * @param {string} text
 */
export function markdown(text) {
  const lines = text.replaceAll('\r', '').split('\n');
  const parts = [];
  for (let at = 0; at < lines.length; ) {
    const [part, next] = block(lines, at);
    parts.push(part);
    at = next;
  }
  return parts;
}

/**
 * The block that begins at a line, and where the next begins.
 * @param {readonly string[]} lines
 * @param {number} at
 * @returns {[unknown, number]}
 */
function block(lines, at) {
  const line = lines[at] ?? '';
  if (line.trim() === '' || line.startsWith('<!--')) return [nothing, at + 1];
  const [, marks = '', title = ''] = /^(#{1,6})\s+(.*)$/.exec(line) ?? [];
  if (marks !== '') return [heading(marks.length, title), at + 1];
  if (/^(-{3,}|\*{3,})$/.test(line.trim())) return [html`<hr>`, at + 1];
  if (line.startsWith('```')) return fence(lines, at);
  if (line.startsWith('>'))
    return gathered(lines, at, /^>\s?/, inner => html`<blockquote>${markdown(inner)}</blockquote>`);
  if (line.startsWith('|') && /^\|[\s:|-]+\|?\s*$/.test(lines[at + 1] ?? '')) return table(lines, at);
  if (ITEM.test(line)) return list(lines, at);
  return paragraph(lines, at);
}

const ITEM = /^(\s*)([-*]|\d+\.)\s+(.*)$/;

/**
 * @param {number} level
 * @param {string} title
 */
function heading(level, title) {
  if (level === 1) return html`<h1>${inline(title)}</h1>`;
  return level === 2 ? html`<h2>${inline(title)}</h2>` : html`<h3>${inline(title)}</h3>`;
}

/**
 * @param {readonly string[]} lines
 * @param {number} at
 * @returns {[unknown, number]}
 */
function fence(lines, at) {
  const end = lines.findIndex((one, nth) => nth > at && one.startsWith('```'));
  const last = end < 0 ? lines.length : end;
  return [html`<pre><code>${lines.slice(at + 1, last).join('\n')}</code></pre>`, last + 1];
}

/**
 * @param {readonly string[]} lines
 * @param {number} at
 * @param {RegExp} mark
 * @param {(inner: string) => unknown} draw
 * @returns {[unknown, number]}
 */
function gathered(lines, at, mark, draw) {
  let end = at;
  while (mark.test(lines[end] ?? '')) end += 1;
  return [
    draw(
      lines
        .slice(at, end)
        .map(one => one.replace(mark, ''))
        .join('\n'),
    ),
    end,
  ];
}

/**
 * @param {readonly string[]} lines
 * @param {number} at
 * @returns {[unknown, number]}
 */
function table(lines, at) {
  let end = at;
  while ((lines[end] ?? '').startsWith('|')) end += 1;
  const [head = [], , ...rows] = lines.slice(at, end).map(cells);
  const drawn = html`<div class="wide"><table>
    <thead><tr>${head.map(one => html`<th>${inline(one)}</th>`)}</tr></thead>
    <tbody>${rows.map(row => html`<tr>${row.map(one => html`<td>${inline(one)}</td>`)}</tr>`)}</tbody></table></div>`;
  return [drawn, end];
}

/** @param {string} line */
function cells(line) {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map(one => one.trim().replaceAll('\\|', '|'));
}

/**
 * Items that stand further in belong to the item above them.
 * @param {readonly string[]} lines
 * @param {number} at
 * @returns {[unknown, number]}
 */
function list(lines, at) {
  const [, indent = '', mark = '-'] = ITEM.exec(lines[at] ?? '') ?? [];
  const items = [];
  let next = at;
  while (next < lines.length) {
    const [, deeper = '', , text = ''] = ITEM.exec(lines[next] ?? '') ?? [];
    if (!ITEM.test(lines[next] ?? '') || deeper.length < indent.length) break;
    if (deeper.length > indent.length) {
      const [inner, after] = list(lines, next);
      items.push(html`<li class="inner">${inner}</li>`);
      next = after;
    } else {
      items.push(item(text));
      next += 1;
    }
  }
  return [/\d/.test(mark) ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`, next];
}

/** @param {string} text */
function item(text) {
  const [, box, rest = ''] = /^\[([ xX])\]\s+(.*)$/.exec(text) ?? [];
  if (box === undefined) return html`<li>${inline(text)}</li>`;
  return html`<li class="box"><input type="checkbox" disabled .checked=${box !== ' '}> <span>${inline(rest)}</span></li>`;
}

/**
 * @param {readonly string[]} lines
 * @param {number} at
 * @returns {[unknown, number]}
 */
function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && !/^(\s*$|#{1,6}\s|```|>|\||<!--)/.test(lines[end] ?? '') && !ITEM.test(lines[end] ?? ''))
    end += 1;
  return [html`<p>${inline(lines.slice(at, end).join('\n'))}</p>`, end];
}

const INLINE =
  /(`[^`]+`)|\*\*(.+?)\*\*|(?<![\w*])[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_](?!\w)|\[([^\]]+)\]\(([^)\s]+)\)|<(https?:[^>\s]+)>|(https?:\/\/[^\s)<>]+)/g;

/**
 * @param {string} text
 * @returns {unknown[]}
 */
function inline(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(plain(text.slice(from, found.index)), mark(found));
    from = found.index + found[0].length;
  }
  return [...parts, plain(text.slice(from))];
}

/** A backslash takes a sign for what it is. @param {string} text */
function plain(text) {
  return text.replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1');
}

/** @param {RegExpMatchArray} found */
function mark([, code, bold, slanted, label, to, angle, bare]) {
  if (code !== undefined) return html`<code>${code.slice(1, -1)}</code>`;
  if (bold !== undefined) return html`<strong>${inline(bold)}</strong>`;
  if (slanted !== undefined) return html`<em>${inline(slanted)}</em>`;
  const href = to ?? angle ?? bare ?? '';
  if (!/^https?:\/\//.test(href)) return label ?? href;
  return html`<a href=${href} target="_blank" rel="noopener">${plain(label ?? href)}</a>`;
}
