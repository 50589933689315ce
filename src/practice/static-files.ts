import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sendText } from './http.ts';

const PAGE = fileURLToPath(new URL('page', import.meta.url));
const LIT = join(fileURLToPath(import.meta.resolve('lit-html')), '..');

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Serves `/` and what the page loads; answers whether it was such a path. Read anew each time: reload shows a change. */
export function answerStatic(path: string, res: ServerResponse): boolean {
  if (path === '/') return sendFile(join(PAGE, 'index.html'), res);
  const lit = /^\/practice\/lit-html\/((?:directives\/)?[a-z-]+\.js)$/.exec(path)?.[1];
  if (lit !== undefined) return sendFile(join(LIT, lit), res);
  const own = /^\/practice\/([a-z-]+\.(?:js|css|svg))$/.exec(path)?.[1];
  return own === undefined ? false : sendFile(join(PAGE, own), res);
}

function sendFile(file: string, res: ServerResponse): boolean {
  const type = TYPES[extname(file)];
  try {
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.html')) res.setHeader('content-security-policy', policyFor(text));
    res.setHeader('cache-control', 'no-cache');
    sendText(res, 200, text, type);
  } catch {
    sendText(res, 404, 'not here\n');
  }
  return true;
}

/** Only our own scripts run, whatever a message contains; the import map is the one inline script. */
function policyFor(html: string): string {
  const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(map).digest('base64');
  return [
    "default-src 'self'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' https: data:",
    "frame-ancestors 'none'",
  ].join('; ');
}
