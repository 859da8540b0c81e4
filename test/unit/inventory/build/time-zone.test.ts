// What each is to java.time.ZoneId was asked of Java 17.
import { expect, it } from 'vitest';
import { timeZone } from '../../../../src/inventory/build/time-zone.js';

it.each([
  ...[
    'UTC',
    'GMT',
    'UT',
    'Z',
    '+8',
    '-8',
    '+08',
    '+0800',
    '+083015',
    '+08:00',
    '+08:30:15',
    '+03:33:19',
    '+17:59:59',
    '+18:00',
    '-18:00',
    '-00',
  ],
  ...['UTC+8', 'UTC+08:00', 'GMT-03:30', 'UT+1', 'GMT0', 'GMT+0', 'GMT-14', 'Etc/GMT+8', 'EST5EDT', 'CET', 'PRC', 'GB-Eire', 'W-SU'],
  ...['Asia/Shanghai', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince', 'Asia/Ust-Nera', 'Africa/Asmara'],
])('%s is a time zone', (text) => {
  expect(timeZone(text)).toBeUndefined();
});

it.each([
  ...['', ' UTC', 'z', 'utc', 'EST', 'MST', 'HST', 'PST', 'CST', 'ACT', 'ROC', 'Kyiv', 'Asia/Nowhere', 'Shanghai', 'Asia/', '/Asia'],
  ...[
    '+8:00',
    '+24:00',
    '+18:00:01',
    '-18:01',
    '+08:60',
    '+08:00:60',
    '+08:0',
    '+080',
    '08:00',
    '+',
    'UTC+',
    'UTC+19',
    'Z+1',
    'asia/kolkata',
  ],
])('"%s" is none', (text) => {
  expect(timeZone(text)).toMatchObject({ message: 'is not a time zone' });
});

it('says how a region is written', () => {
  expect(timeZone('asia/shanghai')).toMatchObject({ hint: 'Did you mean "Asia/Shanghai"?' });
});

it('takes every region of this machine that Java has too', () => {
  // Of the newest list; this Java is older.
  const refused = Intl.supportedValuesOf('timeZone').filter((name) => timeZone(name) !== undefined);
  expect(refused).toEqual([]);
});
