import { suggest } from '#src/base/nearest.ts';
import type { Grade } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { type Context, tell } from '../resolve/context.ts';
import type { Duty } from '../resolve/duty.ts';
import { lintEscalation } from './escalation.ts';
import { lintCalled } from './reach.ts';
import { lintSuggestions } from './suggestions.ts';

/** Who is called and paged, by what the product's file says itself: found before the night it is needed. */
export function lintDuty(context: Context, product: Product, duty: Duty): void {
  for (const grade of duty.grades) lintGrade(context, product, grade);
  const pages = duty.grades.find(grade => grade.page);
  if (pages) lintPager(context, product, pages);
  lintSuggestions(context, product, duty.grades);
  lintEscalation(context, product, duty);
}

function lintGrade(context: Context, product: Product, grade: Grade): void {
  const path = ['severities', grade.name];
  for (const [index, role] of grade.calls.entries())
    lintCalled(context, [...path, 'calls', index], { product, role, pages: false });
  const channels = Object.keys(product.channels);
  if (grade.channel !== null && !channels.includes(grade.channel)) {
    const message = `there is no channel "${grade.channel}"`;
    tell(context, [...path, 'channel'], { message, hint: suggest(grade.channel, channels) });
  } else if (grade.channel === null && !channels.includes('incidents')) {
    const hint = 'add incidents: to channels, or name a channel in the grade';
    tell(context, path, { message: `nothing says in which channel a ${grade.name} is shown`, hint });
  }
  if (grade.postmortem?.kind === 'working-days' && product.calendar.workdays === null) {
    const hint = 'add calendar: { workdays: { days: [Mon, Tue, Wed, Thu, Fri], hours: "09:00-17:00" } }';
    tell(context, [...path, 'postmortem'], { message: 'nothing says what a working day is', hint });
  }
}

/** A grade that pages needs a routing key for whatever is concerned. */
function lintPager(context: Context, { services }: Product, grade: Grade): void {
  const entries = Object.entries(services);
  if (!entries.some(([, service]) => service.pager !== null)) {
    const hint = 'add services: { default: { pager: PAGERDUTY_ROUTING_KEY } }: the name of a variable with its key';
    tell(context, ['severities', grade.name, 'page'], {
      message: `${grade.name} pages, and no service names a pager`,
      hint,
    });
    return;
  }
  if (services['default']?.pager) return;
  const hint = 'add pager: to it, or to services.default';
  for (const [name] of entries.filter(([, service]) => service.pager === null)) {
    const what = name === 'default' ? 'that names no service' : `of "${name}"`;
    tell(context, ['services', name], { message: `an incident ${what} pages nobody`, hint, level: 'warning' });
  }
  if (!services['default'])
    tell(context, ['services'], {
      message: 'an incident that names no service pages nobody',
      hint: 'add default: { owner: a-role, pager: PAGERDUTY_ROUTING_KEY }',
      level: 'warning',
    });
}
