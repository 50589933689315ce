import type { Instant } from '#src/base/time.ts';
import type { ComponentStatus } from '#src/domain/runbook/model/step.ts';

/*
 * Services that steps speak to. `id` is the effect's: each call leaves it there, and `find` looks for it before anything
 * is done again. All throw GonogoError `service.failed`: `unknown` when it may have happened.
 */

export interface Annotations {
  add(mark: {
    readonly id: string;
    readonly at: Instant;
    readonly text: string;
    readonly tags: readonly string[];
  }): Promise<void>;
  find(id: string): Promise<boolean>;
}

export interface Tickets {
  open(ticket: {
    readonly id: string;
    readonly subject: string;
    readonly text: string;
    readonly labels: readonly string[];
  }): Promise<{ readonly url: string }>;
  find(request: { readonly id: string; readonly since: Instant }): Promise<{ readonly url: string } | null>;
}

export interface StatusPage {
  /**
   * Sets a component and tells why: what is out opens an incident of this run on the page, or goes on with the one that is
   * open; `operational` resolves it. Looks first, so that repeating it is safe.
   */
  set(notice: {
    readonly id: string;
    readonly run: string;
    readonly componentId: string;
    readonly status: ComponentStatus;
    readonly subject: string;
    readonly text: string;
  }): Promise<{ readonly url: string | null; readonly says: string }>;
}
