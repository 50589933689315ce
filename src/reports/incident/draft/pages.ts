import { sayDuration } from '#src/base/time.ts';
import { table } from '../../markdown.ts';
import type { IncidentFacts } from '../facts.ts';
import type { PageStory } from '../pages.ts';
import { blocks, lines, person, roleTitles, said, timeBeside } from './words.ts';

/** How people were reached: each page only as far as somebody said so. */
export function pages({ run, pages: all, moments }: IncidentFacts): string {
  const chain = moments.flatMap(({ fact }) =>
    fact.type === 'incident.escalated' && fact.data.rule >= 0
      ? [`- ${timeBeside(fact.at, run.startedAt)} ${roleTitles(run, fact.data.roles)}: ${said(fact.data.says)}`]
      : [],
  );
  if (all.length === 0)
    return blocks(
      '### Pages',
      run.drill ? 'Nobody was paged, as in every drill.' : 'Nobody was paged.',
      lines(...chain),
    );
  const rows = all.map(page => [
    timeBeside(page.requestedAt, run.startedAt),
    roleTitles(run, page.roles),
    said(page.why),
    page.acceptedAt === null ? 'never' : `after ${sayDuration(page.acceptedAt - page.requestedAt)}`,
    acknowledged(page),
    otherWays(run, page),
  ]);
  return blocks(
    '### Pages',
    table(['Requested', 'For', 'Why', 'Accepted by the pager', 'Acknowledged', 'Trouble and other ways'], rows),
    chain.length === 0 ? '' : `The chain of escalation went on:\n\n${lines(...chain)}`,
  );
}

function acknowledged({ acknowledged: done }: PageStory): string {
  if (done === null) return '**never**';
  const by = done.by === null ? 'somebody' : said(done.by);
  return `after ${sayDuration(done.afterMs)} by ${by}${done.via === 'slack' ? ' (in Slack)' : ' (says the pager)'}`;
}

function otherWays(run: IncidentFacts['run'], { failed, fallback, acknowledged: done, ended }: PageStory): string {
  const at = (instant: number) => timeBeside(instant, run.startedAt);
  const ways = fallback && [...fallback.users.map(person), ...fallback.mails.map(said)].join(', ');
  // A failure brings its second way along, with the same words.
  const why = fallback === null || fallback.says === failed?.says ? '' : `${said(fallback.says)}: `;
  return [
    failed && `**failed** ${at(failed.at)}: ${said(failed.says)}`,
    fallback && `${at(fallback.at)} ${why}${ways === '' ? 'no second way is named' : `then tried ${ways}`}`,
    done === null && ended && `${at(ended.at)} ${said(ended.says)}`,
  ]
    .filter(Boolean)
    .join('; ');
}
