import { expect, it } from 'vitest';
import { chooseJava } from '../../../../src/hosts/facts/java-choice.js';
import { javaMajor } from '../../../../src/hosts/facts/java-version.js';
import { javaFitOf, TESTED_JAVA } from '../../../../src/plan/java-fit.js';

const java = (version: string, home = `/j/${version}`) => ({ home, version, major: javaMajor(version) ?? 0 });
const ALL = ['25.0.1', '1.7.0_80', '17.0.9', '17.0.15', '22', '1.8.0_412', '11.0.2'].map((version) => java(version));
const fit = (min: number, max: number | null) => ({ min, max, tested: TESTED_JAVA });
const chosen = (min: number, max: number | null, inUse: readonly string[] = [], all = ALL) =>
  chooseJava(all, fit(min, max), inUse)?.version;

it('takes the newest tested one that fits, else the newest that fits', () => {
  expect(chosen(8, 23)).toBe('17.0.15');
  expect(chosen(8, 11)).toBe('11.0.2');
  expect(chosen(18, 23)).toBe('22');
  expect(chosen(18, null)).toBe('25.0.1');
  expect(chooseJava(ALL, undefined, [])?.version).toBe('25.0.1');
  expect(chosen(8, null, [], [])).toBeUndefined();
});

it('says the same whatever the order', () => {
  const twins = [...ALL, java('17.0.15', '/j/twin'), java('17.0.15', '/j/a twin')];
  const homes = [twins, twins.toReversed(), twins.toSorted((a, b) => (a.home < b.home ? -1 : 1))].map(
    (some) => chooseJava(some, fit(8, 23), [])?.home,
  );
  expect(homes).toEqual(['/j/17.0.15', '/j/17.0.15', '/j/17.0.15']);
});

it('keeps the one that services run on, as long as it is there and fits', () => {
  expect(chosen(8, 23, ['/j/11.0.2'])).toBe('11.0.2');
  expect(chosen(8, 23, ['/j/1.8.0_412', '/j/11.0.2'])).toBe('11.0.2');
  expect(chosen(8, 23, ['/j/25.0.1'])).toBe('17.0.15');
  expect(chosen(8, 23, ['/j/gone'])).toBe('17.0.15');
});

it('names one where none fits: that in use, else the newest', () => {
  expect(chosen(30, null)).toBe('25.0.1');
  expect(chosen(30, null, ['/j/22'])).toBe('22');
});

it('asks for what every role of the host runs on', () => {
  expect(javaFitOf(['zookeeper', 'kafka'])).toMatchObject({ min: 8, max: null });
  expect(javaFitOf(['zookeeper', 'kafka', 'spark-worker'])).toMatchObject({ min: 8, max: 23 });
  expect(javaFitOf([])).toMatchObject({ min: 0, max: null });
});
