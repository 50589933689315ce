import type { Said } from '../../world/world.ts';
import type { Check, Noted, Scope } from './check.ts';

/** `Page to On call: acknowledged by ...` */
const LINE = /^Page to [^\n]*?: (accepted by|acknowledged by|\*FAILED\*|was acknowledged by)/;

/**
 * R5: nothing is claimed that nobody said. Accepted: the provider took that key, or has it open. Acknowledged: somebody did
 * so over there, or pressed in Slack. FAILED: it never opened. Resolved: it was ended there, or here. On the timeline and in
 * every message with a line about a page, at the moment it is sent.
 */
export function checkClaims({ world, raw, problem }: Scope): Check {
  const { took, opened, acknowledged, resolved } = world.provider;
  const newer = raw.prepare(
    "select seq, line from events where stream = ? and seq > ? and type in ('page.requested', 'page.acknowledged') order by seq",
  );
  const asked = new Map<string, { seq: number; readonly pages: string[] }>();
  const keys = new Map<string, string>();
  const streamOf = raw.prepare('select stream from effects where id = ?').pluck();
  const inSlack = new Set<string>();

  function wrong(fact: Noted): string | null {
    switch (fact.type) {
      case 'page.accepted':
        return took.has(keyOf(fact)) || opened.has(keyOf(fact)) ? null : 'accepted, and the provider never took it';
      case 'page.ringing':
        return opened.has(keyOf(fact)) ? null : 'open, and the provider never opened it';
      case 'page.acknowledged':
        if (fact.data.via === 'slack') return fact.actor.kind === 'person' ? null : 'acknowledged in Slack by nobody';
        return acknowledged.has(keyOf(fact)) ? null : 'acknowledged, and nobody did';
      case 'page.failed':
        return opened.has(keyOf(fact)) ? 'failed, and its phone rings' : null;
      case 'page.resolved':
        return fact.data.via === 'gonogo' || resolved.has(keyOf(fact)) ? null : 'resolved there, and nobody did';
      default:
        return null;
    }
  }

  function keyOf(fact: Noted): string {
    return keys.get(`${fact.stream} ${(fact.data as { page?: string }).page}`) ?? '';
  }

  /** Pages of an incident in the order they were asked for, as they stand on the disk at this moment. */
  function known(stream: string): readonly string[] {
    const before = asked.get(stream) ?? { seq: 0, pages: [] };
    asked.set(stream, before);
    for (const row of newer.all(stream, before.seq) as { seq: number; line: string }[]) {
      const { type, data } = JSON.parse(row.line);
      const page = `${stream} ${data.page}`;
      before.seq = row.seq;
      if (type === 'page.acknowledged' && data.via === 'slack') inSlack.add(page);
      if (type !== 'page.requested') continue;
      keys.set(page, data.dedupKey);
      before.pages.push(page);
    }
    return before.pages;
  }

  /** Whose message it is: one incident's channel may be another's too. */
  function whose({ ts, effectIds }: Said): string | undefined {
    const ids = ts === null ? effectIds : world.messages.find(one => one.ts === ts)?.effectIds;
    return streamOf.get(ids?.[0]) as string | undefined;
  }

  function claim(page: string, says: string): string | null {
    const key = keys.get(page) ?? '';
    if (says === 'accepted by') return took.has(key) || opened.has(key) ? null : 'accepted';
    if (says === '*FAILED*') return opened.has(key) ? 'FAILED' : null;
    return acknowledged.has(key) || inSlack.has(page) ? null : 'acknowledged';
  }

  return {
    fact(fact) {
      if (fact.type === 'page.requested') keys.set(`${fact.stream} ${fact.data.page}`, fact.data.dedupKey);
      const why = wrong(fact);
      if (why !== null) problem(`R5 ${fact.stream} ${fact.seq}: ${keyOf(fact)} is ${why}`);
    },
    saying(said) {
      const lines = linesOf(said);
      const stream = lines.length === 0 ? undefined : whose(said);
      if (stream?.startsWith('incident:') !== true) return;
      const all = known(stream);
      const shown = lines.filter(line => line.startsWith('Page to '));
      const earlier = lines.map(line => /^(\d+) earlier pages/.exec(line)?.[1]).find(count => count !== undefined);
      shown.forEach((line, index) => {
        const page = all[Number(earlier ?? 0) + index] ?? '';
        const says = LINE.exec(line)?.[1];
        const why = says === undefined ? null : claim(page, says);
        if (why !== null) problem(`R5 ${page} is shown as ${why}, and nobody said so: ${line.slice(0, 120)}`);
        else if (says !== undefined) world.reach(`claim:${says}`);
      });
    },
  };
}

function linesOf({ message }: Said): readonly string[] {
  return (message.blocks ?? []).flatMap(block => {
    const text = block.type === 'section' ? (block.text?.text ?? '') : '';
    return text.includes('Page to ') ? text.split('\n') : [];
  });
}
