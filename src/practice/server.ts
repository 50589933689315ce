import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SlackFake } from '#src/fakes/slack/start.ts';
import type { ChangeFeed } from './changes.ts';
import { belongsToBot, forwardToBot } from './forward.ts';
import { readBody, requestUrl, sendJson, sendText } from './http.ts';
import type { ActionAnswer, PageAction } from './protocol.ts';
import { type SnapshotParts, snapshot } from './snapshot.ts';
import { answerStatic } from './static-files.ts';

export type ServerParts = {
  readonly slack: SlackFake;
  readonly feed: ChangeFeed;
  readonly shown: SnapshotParts;
  readonly botPort: number;
  act(user: string, action: PageAction): Promise<ActionAnswer>;
};

/** The one port: the bot's own addresses, the page, and what the page asks. */
export async function answerPractice(parts: ServerParts, req: IncomingMessage, res: ServerResponse) {
  const url = requestUrl(req);
  if (belongsToBot(url.pathname)) return forwardToBot(parts.botPort, req, res);
  if (url.pathname === '/practice/changes') return parts.feed.add(res);
  if (url.pathname === '/practice/state') {
    return sendJson(res, 200, snapshot(parts.shown, url.searchParams.get('as') ?? ''));
  }
  if (url.pathname === '/practice/do' && req.method === 'POST') return answerAction(parts, req, res);
  if (url.pathname.startsWith('/practice/files/')) return sendShared(parts.slack, url.pathname, res);
  if (!answerStatic(url.pathname, res)) sendText(res, 404, 'not here\n');
}

const Asked = z.object({ as: z.string(), action: z.looseObject({ kind: z.string() }) });

/** Only JSON, which another site's page cannot send without asking: this server acts as anybody. */
async function answerAction(parts: ServerParts, req: IncomingMessage, res: ServerResponse) {
  if (!req.headers['content-type']?.startsWith('application/json')) return sendText(res, 415, 'send JSON\n');
  const { as, action } = Asked.parse(JSON.parse((await readBody(req)).toString('utf8')));
  // The page is ours and checked against PageAction; what does not fit ends as an error there.
  sendJson(res, 200, await parts.act(as, action as unknown as PageAction));
}

const FILE_TYPES: { readonly [extension: string]: string } = {
  pdf: 'application/pdf',
  json: 'application/json',
  png: 'image/png',
};

function sendShared({ workspace }: SlackFake, path: string, res: ServerResponse) {
  const file = workspace.files.get(path.slice('/practice/files/'.length));
  if (!file?.content) return sendText(res, 404, 'no such file\n');
  const type = FILE_TYPES[file.name.split('.').at(-1) ?? ''] ?? 'text/plain; charset=utf-8';
  const headers = { 'content-type': type, 'content-disposition': 'inline', 'x-content-type-options': 'nosniff' };
  res.writeHead(200, headers).end(file.content);
}
