// Copies the sources into dist/ and says how much there is: a small build, but one that happens.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';

mkdirSync('dist', { recursive: true });
cpSync('documents', 'dist/documents', { recursive: true });
console.log(`built ${readdirSync('dist/documents').length} modules into dist/`);
