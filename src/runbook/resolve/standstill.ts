import type { Escalation } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { StandstillRule } from '#src/domain/runbook/model/release.ts';
import type { Duty } from './duty.ts';

/**
 * The product's chain of escalation for a release that stands still. Such a release has no grade: what rings for it is as
 * urgent as the highest grade that pages, so the chain of that one holds. It has neither commander nor updates, so rules
 * that wait for those wait for an incident.
 */
export function standstillRules(product: Product, { grades, escalation }: Duty): readonly StandstillRule[] {
  const grade = (grades.find(one => one.page) ?? grades[0])?.name ?? null;
  return escalation.flatMap(({ afterMs, without, page, grades: only }: Escalation) => {
    if (without !== 'acknowledged' && without !== 'mitigated') return [];
    if (only.length > 0 && (grade === null || !only.includes(grade))) return [];
    const roles = [...new Set(page.flatMap(role => known(product, role)))];
    return roles.length === 0 ? [] : [{ afterMs, without, page: roles }];
  });
}

/** A release concerns no single service; whoever leads an incident leads no release. */
function known({ roles, services }: Product, role: string): readonly string[] {
  const name = role === 'service-owner' ? (services['default']?.owner ?? role) : role;
  return roles[name] === undefined ? [] : [name];
}
