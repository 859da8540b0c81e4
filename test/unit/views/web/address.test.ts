import { describe, expect, it } from 'vitest';
import { exposure, mayBeAskedAs, parseListenAt, urlOf } from '../../../../src/views/web/address.js';

describe('where the page is served', () => {
  it.each([
    ['127.0.0.1:8090', { host: '127.0.0.1', port: 8090 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
    ['[::1]:9000', { host: '::1', port: 9000 }],
    ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
  ])('is read from %s', (typed, at) => {
    expect(parseListenAt(typed)).toEqual(at);
  });

  it.each([
    '',
    '8090',
    ':8090',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:65536',
    '127.0.0.1:8o90',
    '::1:8090',
    '[here]:1',
    'http://a:1',
    'a b:1',
  ])('is not read from "%s"', (typed) => {
    expect(() => parseListenAt(typed)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(typed) as string }),
    );
  });

  it.each([
    [{ host: '127.0.0.1', port: 8090 }, 'http://127.0.0.1:8090/'],
    [{ host: '::', port: 8090 }, 'http://[::1]:8090/'],
    [{ host: '0.0.0.0', port: 80 }, 'http://127.0.0.1/'],
    [{ host: 'box', port: 1 }, 'http://box:1/'],
  ])('is opened by a URL: %j', (at, url) => {
    expect(urlOf(at)).toBe(url);
  });

  it('is told to be open to others where it is', () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) expect(exposure(address)).toBeNull();
    expect(exposure('10.0.0.7')).toContain('served on 10.0.0.7: whoever reaches it can read it');
    for (const address of ['0.0.0.0', '::']) expect(exposure(address)).toContain('every address of this machine');
  });
});

describe('the Host header', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:8090',
    '10.1.2.3:9000',
    '[::1]:8090',
    'localhost:8090',
    'LocalHost',
    'box:8090',
    'BOX.',
    'localhost.:1',
  ])('may be %s', (header) => {
    expect(mayBeAskedAs(header, ['127.0.0.1', 'box'])).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8090',
    'box.evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1:8090:8090',
    '[evil]:80',
    'box@evil.example',
    '0x7f.1',
  ])('may not be %s', (header) => {
    expect(mayBeAskedAs(header, ['127.0.0.1', 'box'])).toBe(false);
  });
});
