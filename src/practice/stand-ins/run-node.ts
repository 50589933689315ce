import { spawn } from 'node:child_process';

/** Runs a script of the repository with the running node and answers its exit code. */
export function runNode(args: readonly string[]): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.on('close', code => resolve(code ?? 1));
  });
}
