import { type ControlLine, FOLDER_HEADER } from '../demo/control.ts';

/**
 * Runs a tool of the demo world: what it says comes from the control address line by line, its exit code last.
 * Stopping this process closes the connection, and the demo world then leaves the work undone.
 */
export async function runStandIn(name: string, controlUrl: string): Promise<void> {
  const answer = await fetch(`${controlUrl}/run/${name}`, {
    method: 'POST',
    // A tool that works on the folder it is started in has to be told which.
    headers: { [FOLDER_HEADER]: encodeURIComponent(process.cwd()) },
    body: JSON.stringify(process.argv.slice(2)),
  });
  let rest = '';
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) follow(JSON.parse(line) as ControlLine);
  }
}

function follow(line: ControlLine): void {
  if (line.out !== undefined) process.stdout.write(`${line.out}\n`);
  if (line.err !== undefined) process.stderr.write(`${line.err}\n`);
  if (line.exit !== undefined) process.exitCode = line.exit;
}
