import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { propertyLines } from '../../../src/components/properties.js';
import { readProperties } from '../../../src/components/properties-reading.js';

const read = (text: string): Readonly<Record<string, string>> => Object.fromEntries(readProperties(text));

describe('readProperties', () => {
  it('reads what the encoder wrote, whatever it is', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.tuple(
            text.filter((key) => key !== ''),
            text,
          ),
          { selector: ([key]) => key },
        ),
        (entries) => {
          expect([...readProperties(propertyLines(entries))]).toEqual(entries);
        },
      ),
    );
  });

  it('reads what a person wrote as Java does', () => {
    expect(read('# a\n! b\n\n  log.dirs = /a , /b\nport: 9092\r\nbroker.id 3\nempty\nlist=a,\\\n   b\nport=9093')).toEqual({
      'log.dirs': '/a , /b',
      port: '9093',
      'broker.id': '3',
      empty: '',
      list: 'a,b',
    });
  });
});
