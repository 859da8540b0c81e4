import { describe, expect, it } from 'vitest';
import { fillHoles } from '../../../src/components/holes.js';
import { readTemplate } from '../../../src/components/templates.js';

describe('holes', () => {
  it('are filled, every time that they come', () => {
    expect(fillHoles('${a}-${b.c}-${a}', { a: '1', 'b.c': '2' })).toBe('1-2-1');
  });

  it('take a value as it is', () => {
    expect(fillHoles('x=${a}', { a: '${b} $& $1' })).toBe('x=${b} $& $1');
  });

  it('must have a value, and a value its hole', () => {
    expect(() => fillHoles('${a} ${b}', { a: '1' })).toThrow('no value for ${b}');
    expect(() => fillHoles('${a}', { a: '1', b: '2' })).toThrow('no hole for b');
    expect(() => fillHoles('${toString}', {})).toThrow('no value for ${toString}');
  });

  it('are not the variables of a shell, nor dots', () => {
    expect(fillHoles('$a $(b) ${...}', {})).toBe('$a $(b) ${...}');
  });
});

it('reads templates from the root of the package', () => {
  expect(readTemplate('service/jvm.run')).toMatch(/^#!\/bin\/sh\n/);
  expect(() => readTemplate('service/none')).toThrow('ENOENT');
});
