import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REMOVED, redactor } from '../../../src/flows/diag/redaction.js';

const LONG = 60_000;
const { text, value } = redactor([]);

/** Nothing that stands in the surroundings by chance; otherwise anything that fits on a line. */
const secret = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((tail) => `hunter2${tail.replace(/[\n\r]/g, '')}`);
const printable = fc.string({ minLength: 1, maxLength: 40 }).map((tail) => `hunter2${tail.replace(/[\n\r]/g, '')}`);
const key = fc.constantFrom(
  'password',
  'PASSWORD',
  'ssl.keystore.password',
  'ssl.key-password.file',
  'dbPasswd',
  'client_secret',
  'SECRET_KEY_BASE',
  'apiToken',
  'token',
  'passphrase',
  'aws_secret_access_key',
  'api-key',
  'api_key',
  'private.key',
  'Authorization',
  'credentials',
  'pass',
);
const noise = fc.array(fc.constantFrom('broker.id=1', '[2026-01-01] INFO started (kafka.Server)', '', '\tat java.lang.Thread.run'), {
  maxLength: 4,
});
const around = (lines: readonly string[], line: string): string => [...lines, line, ...lines].join('\n');

describe('no secret survives', { timeout: LONG }, () => {
  it('behind a key and a separator, whatever it is made of, to the end of its line', () => {
    const separator = fc.constantFrom('=', ': ', ' = ', '\t:\t', ' => ', '="', "='", '": "');
    fc.assert(
      fc.property(noise, key, separator, printable, fc.constantFrom('', '"', "' tail", ' tail'), (lines, name, by, hidden, tail) => {
        const told = text(around(lines, `x ${name}${by}${hidden}${tail}`));
        expect(told).not.toContain('hunter2');
        expect(told).toContain(`x ${name}`);
        for (const line of lines) expect(told).toContain(line);
      }),
      { numRuns: 500 },
    );
  });

  it('after an option of a command, and after a blank in a properties file', () => {
    fc.assert(
      fc.property(
        noise,
        key.filter((name) => name !== 'pass'),
        printable,
        (lines, name, hidden) => {
          expect(text(around(lines, `java -cp x --${name} ${hidden}`))).not.toContain('hunter2');
          expect(text(around(lines, `  ${name}  ${hidden}`))).not.toContain('hunter2');
        },
      ),
    );
  });

  it('on a continued line of a properties file', () => {
    expect(text('a=1\nssl.password=hun\\\n  hunter2\\\n  hunter2\nb=2')).toBe(`a=1\nssl.password=${REMOVED}\nb=2`);
  });

  it.each([
    'mysql -uroot -phunter2 db',
    "mysqldump -u root -p'hunter2 x' db",
    'sshpass -p hunter2 ssh fams@10.0.0.1',
    'sshpass -phunter2 ssh fams@10.0.0.1',
    'SSHPASS=hunter2 sshpass -e ssh n1',
    'DB_PASS="hunter2" ./run',
    'curl -u fams:hunter2 https://mirror/x',
    'curl -ufams:hunter2 https://mirror/x',
    'curl --user "fams:hunter2" https://mirror/x',
    'curl --proxy-user=fams:hunter2 https://mirror/x',
    '["curl", "-u", "fams:hunter2"]',
    "curl -H 'Authorization: Basic aHVudGVyMg==hunter2' x",
    'proxy says Basic aHVudGVyMjpodW50ZXIyhunter2',
    'docker login -u fams -p hunter2 registry',
    'ldapsearch -D cn=x -w hunter2 -b dc=x',
    'redis-cli -h n1 -a hunter2 ping',
    'unzip -P hunter2 a.zip',
    'echo fams:hunter2 | sudo chpasswd',
    "CREATE USER fams IDENTIFIED BY 'hunter2'",
    'get https://fams:hun/ter2hunter2@mirror.example/kafka.tgz',
    'https://store/x?sig=hunter2&expires=1',
    'x ghp_hunter2hunter2hunter2hunter2 y',
    'PuTTY-User-Key-File-3\nPrivate-Lines: 2\nhunter2AAAA\nhunter2BBBB\nPrivate-MAC: 00',
  ])('on a command line or in a header: %s', (line) => {
    expect(text(line)).not.toContain('hunter2');
    expect(text(line)).toContain(REMOVED);
  });

  it('in the words of a command', () => {
    expect(value(['sshpass', '-p', 'hunter2', 'ssh', '-p', '22', 'n1'])).toEqual(['sshpass', '-p', REMOVED, 'ssh', '-p', '22', 'n1']);
    expect(value(['curl', '-u', 'fams:hunter2', '--password', 'hunter2', '-x', 'y'])).toEqual([
      ...['curl', '-u', `fams:${REMOVED}`, '--password', REMOVED, '-x', 'y'],
    ]);
  });

  it('in the user part of a URL', () => {
    const url = fc.constantFrom('http', 'https', 'ftp', 'jdbc:mysql', 'git+ssh', 'socks5');
    fc.assert(
      fc.property(noise, url, printable, (lines, scheme, hidden) => {
        const encoded = encodeURIComponent(hidden).replace(/'/g, '%27');
        for (const user of ['', 'me:', 'me:a@b:']) {
          const told = text(around(lines, `from ${scheme}://${user}${encoded}@mirror.example/kafka.tgz`));
          expect(told).not.toContain('hunter2');
          expect(told).toContain('@mirror.example/kafka.tgz');
        }
      }),
    );
    expect(text('http://mirror.example/a@b')).toBe('http://mirror.example/a@b');
  });

  it('in a private key, whole, cut off at its end, or at its beginning', () => {
    const lines = ['hunter2MIIEvQ', 'IBADANBgkqhkiG9w0BAQ==', 'hunter2'];
    for (const kind of ['', 'RSA ', 'OPENSSH ', 'EC ', 'ENCRYPTED ']) {
      const [head, tail] = [`-----BEGIN ${kind}PRIVATE KEY-----`, `-----END ${kind}PRIVATE KEY-----`];
      expect(text(['before', head, ...lines, tail, 'after'].join('\n'))).toBe(`before\n${REMOVED}\nafter`);
      expect(text(['before', head, ...lines].join('\n'))).toBe(`before\n${REMOVED}`);
      expect(text([...lines, tail, 'after'].join('\n'))).toBe(`${REMOVED}\nafter`);
      expect(text(JSON.stringify({ k: [head, ...lines, tail].join('\n') }))).not.toContain('hunter2');
    }
    const twice = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n');
    expect(text(`${twice}\nbetween\n${twice}`)).toBe(`${REMOVED}\nbetween\n${REMOVED}`);
  });

  it('where its value is known, wherever it stands, plain, in JSON or in a URL', () => {
    fc.assert(
      fc.property(noise, secret, (lines, hidden) => {
        const known = redactor([hidden]);
        const told = known.text(around(lines, `logged in with ${hidden} as fams; ${JSON.stringify(hidden)} ${encodeURIComponent(hidden)}`));
        expect(told).not.toContain('hunter2');
        expect(JSON.stringify(known.value({ said: [`with ${hidden}`], [hidden]: 1 }))).not.toContain('hunter2');
      }),
    );
    expect(redactor(['abc', '']).text('abc abcd abc.')).toBe(`${REMOVED} abcd ${REMOVED}.`);
  });

  it('in a value that is to be JSON, under a key of that kind, however deep', () => {
    fc.assert(
      fc.property(key, printable, fc.constantFrom('said', 'list', 'deep'), (name, hidden, where) => {
        const nested = { said: { [name]: hidden, other: 1 }, list: [{ [name]: [hidden] }], deep: { a: { b: { [name]: { c: hidden } } } } };
        const told = value({ [where]: nested[where] });
        expect(JSON.stringify(told)).not.toContain('hunter2');
        expect(Object.keys(told as object)).toEqual([where]);
      }),
    );
    expect(value({ text: 'password=hunter2', passwordEnv: null, hasPassword: true, ports: [1, 2] })).toEqual({
      text: `password=${REMOVED}`,
      passwordEnv: null,
      hasPassword: true,
      ports: [1, 2],
    });
  });
});

describe('what is no secret', () => {
  it('stays as it is', () => {
    const plain = [
      'zookeeper.connect=192.168.1.1:2181,192.168.1.2:2181/kafka',
      '[2026-01-01 00:00:00,000] INFO [Kafka Server 0], started (kafka.server.KafkaServer)',
      'user fams@192.168.1.1:22, host key SHA256:abc',
      'bypass passed passing: 3',
      'Passwords, tokens and keys were removed.',
      '-----BEGIN PUBLIC KEY-----',
      'ssh -p 22 n1; ssh -p2222 n1; mkdir -p /a/b; find / -print -path x -prune; tail --pid 3',
      'docker run -p 8080:80 -u 1000:1000 x; ps -u fams; curl -u fams https://mirror/x',
      'GET http://10.0.0.1:8080/a@b Basic authentication is not configured',
      'java -cp a:b -Dport=1 -server kafka.Kafka --partitions 3',
    ].join('\n');
    expect(text(plain)).toBe(plain);
  });

  it('and long lines take no longer for that', { timeout: LONG }, () => {
    const long = 'a.-'.repeat(700_000);
    const began = performance.now();
    expect(text(long)).toBe(long);
    expect(text(`-`.repeat(500_000))).toHaveLength(500_000);
    expect(text('password'.repeat(50_000))).toContain('password');
    for (const piece of [' -p', ' -u a', 'sshpass ', 'docker -', 'https://a:', 'Basic ', 'eyJaaaaaaaaa.', 'A_PASS', '?sig=', 'echo a:'])
      text(piece.repeat(60_000));
    expect(performance.now() - began).toBeLessThan(LONG / 2);
  });
});
