/** What a tool that works on the folder it is started in does; answers its exit code. */
export type LocalWork = (argv: readonly string[]) => number | Promise<number>;

/** Runs it and has it noted, so that anybody can see how often it ran. */
export async function runLocal({ name, controlUrl, work }: { name: string; controlUrl: string; work: LocalWork }) {
  const argv = process.argv.slice(2);
  const { nth } = await post(`${controlUrl}/begin/${name}`, argv);
  // A server goes on until it is told to end, and has ended then.
  process.once(
    'SIGTERM',
    () => void post(`${controlUrl}/end/${nth}`, null).finally(() => process.kill(process.pid, 'SIGTERM')),
  );
  const exit = await work(argv);
  await post(`${controlUrl}/end/${nth}`, exit);
  process.exitCode = exit;
}

async function post(url: string, body: unknown): Promise<{ nth?: number }> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return (await answer.json()) as { nth?: number };
}

/** Says a line and answers the exit code; errors go to stderr. */
export function say(line: string, exit = 0): number {
  (exit === 0 ? process.stdout : process.stderr).write(`${line}\n`);
  return exit;
}
