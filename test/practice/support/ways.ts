/** What can be started in the practice workspace, and where it is taken back in the middle. */
export type Kind = {
  readonly product: string;
  readonly channel: string;
  readonly by: string;
  readonly command: string;
  /** What the card says in the middle of production; null: nothing takes it back. */
  readonly middle: RegExp | null;
  /** Who takes it back there. Default: `by`. */
  readonly backBy?: string;
};

const HALF = /soaking at 50 %/;
const ALL = /soaking at 100 %/;
/** A short soak may be over when the clock stands again; who watches then may take it back. */
const STRAIGHT = { middle: /soaking at 100 %|Watching ▶/, backBy: 'U0WONCALL' };

const VALERO = { product: 'valero', channel: 'C0RELEASES', by: 'U0RELMGR' };
const WIMMELWELT = { product: 'wimmelwelt', channel: 'C0WIMMELPROD', by: 'U0WCAPTAIN' };
const DRILL = { product: 'wimmelwelt', channel: 'C0WIMMELPROD', by: 'U0WONCALL' };
const HAUSKI = { product: 'hauski', channel: 'C0HAUSKIUP', by: 'U0PLATFORM' };
const HORADUS = { product: 'horadus', channel: 'C0HORADUS', by: 'U0DRIVER' };

export const KINDS: readonly Kind[] = [
  { ...VALERO, command: '/release start patch strategy=rolling', middle: ALL },
  { ...VALERO, command: '/release start patch strategy=canary', middle: ALL },
  { ...VALERO, command: '/release start minor strategy=canary schema=expand change=batch flags=batches', middle: HALF },
  { ...VALERO, command: '/release start minor strategy=blue-green', middle: ALL },
  { ...VALERO, command: '/release start major schema=breaking change=batch at tomorrow 12:00', middle: ALL },
  { ...VALERO, command: '/release start migration source=csv', middle: HALF },
  { ...WIMMELWELT, command: '/release start minor strategy=blue-green', middle: HALF },
  { ...WIMMELWELT, command: '/release start minor strategy=straight migration=yes', ...STRAIGHT },
  { ...WIMMELWELT, command: '/release start minor strategy=canary', middle: HALF },
  { ...WIMMELWELT, command: '/release start patch strategy=blue-green', middle: HALF },
  { ...WIMMELWELT, command: '/release start patch strategy=straight', ...STRAIGHT },
  { ...WIMMELWELT, command: '/release start patch strategy=canary', middle: HALF },
  { ...DRILL, command: '/runbook start restore-test wimmelwelt', middle: null },
  { ...DRILL, command: '/runbook start db-failover wimmelwelt', middle: null },
  { ...DRILL, command: '/runbook start storage-recovery wimmelwelt', middle: null },
  { ...HAUSKI, command: '/release start app 0.9.0 strategy=canary', middle: HALF },
  { ...HAUSKI, command: '/release start app 0.9.0 strategy=blue-green', middle: /Postflight ▶/ },
  { ...HAUSKI, command: '/release start vendor', middle: /CI is green on main/ },
  {
    ...HAUSKI,
    command: '/release start policies strategy=hot-reload branch=policies/longer-answers',
    middle: /Postflight ▶/,
  },
  {
    ...HAUSKI,
    command: '/release start policies strategy=restart branch=policies/longer-answers',
    middle: /Postflight ▶/,
  },
  { ...HAUSKI, command: '/release start toolchain branch=toolchain/rust-1.90', middle: /CI is green on main/ },
  { ...HORADUS, command: '/release start patch', middle: ALL },
  { ...HORADUS, command: '/release start minor', middle: /Checks after the rollout ▶/ },
  { ...HORADUS, command: '/release start major', middle: ALL },
];
