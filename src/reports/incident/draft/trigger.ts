import { sayDuration } from '#src/base/time.ts';
import { table } from '../../markdown.ts';
import type { IncidentFacts } from '../facts.ts';
import { blocks, dayTime, lines, said, timeBeside, todo } from './words.ts';

/** Releases shortly before it: candidates, and never called more than that. */
export function trigger({ run, moments, times, actions }: IncidentFacts): string {
  const looked = moments.some(({ fact }) => fact.type === 'suspects.found');
  const rows = run.suspects.map(({ run: id, title, version, at, status }) => {
    const before =
      at <= times.occurredAt
        ? `${sayDuration(times.occurredAt - at)} before`
        : `${sayDuration(at - times.occurredAt)} after`;
    const deeds = actions.filter(one => one.suspect === id);
    const done = deeds.map(
      one => `${timeBeside(one.taken.at, times.declaredAt)} ${said(one.title)}: ${said(one.done?.says ?? 'not ended')}`,
    );
    return [said(id), said(title), said(version), `${dayTime(at)} (${before} it began)`, said(status), done.join('; ')];
  });
  const links = run.links.map(one => `- ${timeBeside(one.at, times.declaredAt)} ${said(one.run)}: ${said(one.why)}`);
  const none = looked
    ? 'No release of this product went to production shortly before it, as far as gonogo knows.'
    : 'Nobody looked for recent releases.';
  const names = run.suspects.map(one => said(one.run)).join(' or ');
  return blocks(
    rows.length === 0
      ? none
      : table(['Release', 'Title', 'Version', 'In production', 'Its state then', 'What was done with it'], rows),
    links.length === 0 ? '' : `Linked runs:\n\n${lines(...links)}`,
    rows.length === 0 ? '' : todo(`Did ${names} set it off, or only come before it? What shows that?`),
    todo('What else changed: configuration, data, traffic, a certificate, something we depend on?'),
  );
}
