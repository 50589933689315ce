// `horadus trends status`, and the dashboard as a file.
import { mkdirSync, writeFileSync } from 'node:fs';

if (process.argv[2] === 'dashboard') {
  mkdirSync('build', { recursive: true });
  writeFileSync('build/dashboard.html', '<h1>Trends</h1>\n');
  console.log('build/dashboard.html written');
} else console.log('3 trends, the newest 2 minutes old');
