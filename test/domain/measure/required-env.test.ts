import { describe, expect, test } from 'vitest';
import { judgeEnv } from '#src/domain/measure/required-env.ts';

const WANTED = { set: ['TOKEN'], equal: { LEVEL: 'info' }, contain: { URL: 'prod' } };
const GOOD = ['TOKEN=t', 'LEVEL=info', 'URL=https://prod.example'];
const judge = (...lines: readonly string[]) => judgeEnv('production', WANTED, lines.join('\n'));

describe('[W10] variables a target has to have', () => {
  test('all there and as they have to be', () => {
    expect(judge(...GOOD)).toEqual({
      fact: 'variables of production',
      outcome: 'holds',
      says: 'as they have to be: TOKEN, LEVEL, URL',
    });
  });

  test.each([
    ['missing', ['LEVEL=info', 'URL=prod'], 'TOKEN is missing'],
    ['empty', ['TOKEN=', ...GOOD.slice(1)], 'TOKEN is empty'],
    ['only spaces', ['TOKEN=   ', ...GOOD.slice(1)], 'TOKEN is empty'],
    ['empty in quotes', ['TOKEN=""', ...GOOD.slice(1)], 'TOKEN is empty'],
    ['another value', ['TOKEN=t', 'LEVEL=debug', 'URL=prod'], 'LEVEL differs from what it has to be'],
    ['another case', ['TOKEN=t', 'LEVEL=INFO', 'URL=prod'], 'LEVEL differs from what it has to be'],
    ['not contained', ['TOKEN=t', 'LEVEL=info', 'URL=staging'], 'URL lacks what it has to contain'],
    ['two answers', [...GOOD, 'LEVEL=debug'], 'LEVEL is printed twice with different values'],
    ['all wrong', ['OTHER=1'], 'TOKEN is missing, LEVEL is missing, URL is missing'],
    ['a name that only begins so', ['TOKEN_2=t', ...GOOD.slice(1)], 'TOKEN is missing'],
  ])('%s', (_, lines, says) => {
    expect(judge(...lines)).toMatchObject({ outcome: 'does-not-hold', says });
  });

  test('quotes, export, carriage returns and lines of other things are no hindrance', () => {
    const lines = ['# of production', "export TOKEN='a=b'", 'LEVEL="info"\r', 'URL=prod', 'the end'];
    expect(judge(...lines).outcome).toBe('holds');
  });

  test.each([[''], ['error: no such target']])('what holds no variable at all is unknown: "%s"', printed => {
    expect(judge(printed).outcome).toBe('unknown');
  });

  test('where nothing is asked for nothing is passed', () => {
    expect(judgeEnv('production', { set: [], equal: {}, contain: {} }, 'A=1').outcome).toBe('unknown');
  });
});
