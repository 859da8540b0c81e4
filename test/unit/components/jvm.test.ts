import { describe, expect, it } from 'vitest';
import { serviceFlags, toolFlags } from '../../../src/components/jvm.js';

const java = (version: string, major: number) => ({ home: '/java', version, major });

describe('flags of the JVM', () => {
  it('have the old GC log up to 8 and the new one after', () => {
    expect(serviceFlags(java('1.8.0_412', 8), '512m', 'kafka')).toContain('-Xloggc:kafka-gc.log');
    for (const major of [9, 11, 17, 21, 25]) {
      const flags = serviceFlags(java(String(major), major), '512m', 'kafka');
      expect(flags).toContain('-Xlog:gc*:file=kafka-gc.log:time:filecount=5,filesize=10M');
      expect(flags.filter((flag) => /Xloggc|PrintGC|GCLogFile/.test(flag))).toEqual([]);
    }
  });

  it.each([
    ['1.8.0_91', 8, false],
    ['1.8.0_92', 8, true],
    ['1.8.0_412-b08', 8, true],
    ['1.8.0', 8, false],
    ['11.0.2', 11, true],
  ])('end the JVM when it is out of memory where %s can', (version, major, can) => {
    expect(serviceFlags(java(version, major), '1g', 'kafka').includes('-XX:+ExitOnOutOfMemoryError')).toBe(can);
  });

  it.each([
    [17, false],
    [21, false],
    [24, true],
    [25, true],
  ])('allow native code on Java %i: %s', (major, asked) => {
    for (const flags of [serviceFlags(java(String(major), major), '1g', 'kafka'), toolFlags(java(String(major), major))])
      expect(flags.includes('--enable-native-access=ALL-UNNAMED')).toBe(asked);
  });
});
