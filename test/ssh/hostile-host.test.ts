// Hosts that say more than anybody asked, after the login: each is let go of, and named.
import type { ServerChannel } from 'ssh2';
import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../src/hosts/facts/gather.js';
import { BEGIN, READY } from '../../src/hosts/session/shell-text.js';
import type { HostSession } from '../../src/model/session.js';
import { sessionTo, sshHost } from '../support/operator.js';
import { afterwards, as, start } from '../support/ssh-cast.js';

const REQUEST = { home: '/h', base: '/h/b', javaHome: null, files: [], dirs: [], dataDirs: [], bundles: [], services: [], names: [] };
const DEADLINE_MS = 60_000;
/** Far below every deadline. */
const SOON_MS = 8000;

/** Writes a piece again and again until nobody takes it any more. */
function pour(channel: ServerChannel, stream: 'stdout' | 'stderr', piece: Buffer): void {
  const to = stream === 'stdout' ? channel : channel.stderr;
  let open = true;
  channel.on('error', () => undefined).on('close', () => (open = false));
  afterwards(() => (open = false));
  const next = (): void => {
    if (open) to.write(piece, () => setImmediate(next));
  };
  next();
}

async function sessionWith(onCommand: (channel: ServerChannel) => void): Promise<HostSession> {
  const server = await start({ onCommand });
  const session = await sessionTo(as([server]), sshHost(server.port));
  afterwards(() => session.close());
  return session;
}

/** How long the loop stood still at most, ms. */
async function stillness<T>(work: Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 10);
  try {
    return { result: await work, ms: longest };
  } finally {
    clearInterval(timer);
  }
}

describe('facts without end', () => {
  it.each([
    ['records', 'stdout', 'fams-facts 1\n', 'listen tcp 0100007F:07E8 0 1\n'.repeat(2000)],
    ['one line', 'stdout', '', 'x'.repeat(60_000)],
    ['complaints', 'stderr', '', 'no such file\n'.repeat(5000)],
  ] as const)('are not read to their end (%s)', async (_what, stream, first, piece) => {
    const session = await sessionWith((channel) => {
      channel.write(`${READY}\n`);
      channel.stderr.write(`${BEGIN}\n`);
      channel.write(first);
      pour(channel, stream, Buffer.from(piece));
    });
    const began = performance.now();
    const before = process.memoryUsage().rss;
    const { signal } = new AbortController();
    const { result, ms } = await stillness(
      gatherFacts(session, REQUEST, { deadlineMs: DEADLINE_MS, signal }).catch((error: unknown) => error),
    );
    expect(result).toMatchObject({
      code: 'COMMAND_FAILED',
      message: 'web1 answered with more than 8 MiB when it was asked what is there; the rest was not read.',
      where: { host: 'web1' },
    });
    expect(performance.now() - began).toBeLessThan(SOON_MS);
    expect(ms).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 << 20);
  });

  it('are refused where they fit but make no sense, without standing still', async () => {
    const session = await sessionWith((channel) => {
      channel.write(`${READY}\n`);
      channel.stderr.write(`${BEGIN}\n`);
      channel.write(`fams-facts 1\n${'a b\n'.repeat(1_500_000)}end\n`, () => {
        channel.exit(0);
        channel.end();
      });
    });
    const { signal } = new AbortController();
    const { result, ms } = await stillness(
      gatherFacts(session, REQUEST, { deadlineMs: DEADLINE_MS, signal }).catch((error: unknown) => error),
    );
    expect(result).toMatchObject({
      code: 'COMMAND_FAILED',
      message: expect.stringMatching(/^web1 answered what cannot be understood/) as string,
    });
    expect(ms).toBeLessThan(2000);
  });
});

describe('a profile without end', () => {
  it.each(['stdout', 'stderr'] as const)('is left long before its deadline (%s)', async (stream) => {
    const session = await sessionWith((channel) => {
      if (stream === 'stderr') channel.write(`${READY}\n`);
      pour(channel, stream, Buffer.from('\u001b[2Jwelcome\n'.repeat(3000)));
    });
    const began = performance.now();
    expect(await session.run('true', [], { deadlineMs: DEADLINE_MS })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/printed more than 1 MiB before the script began; see its profile/) as string,
    });
    expect(performance.now() - began).toBeLessThan(SOON_MS);
  });
});
