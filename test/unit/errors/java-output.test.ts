import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors/app-error.js';
import { essenceOf, withoutFrames } from '../../../src/errors/java-output.js';

const KAFKA = `kafka could not be started on n1: it ended right after its start; the last lines of /home/fams/.fams-ops/fams/log/kafka.out:
[2026-11-27 21:00:00,001] INFO Verifying properties (kafka.utils.VerifiableProperties)
[2026-11-27 21:00:00,020] WARN Property foo is not valid (kafka.utils.VerifiableProperties)
[2026-11-27 21:00:00,100] FATAL Fatal error during KafkaServerStartable startup. Prepare to shutdown (kafka.server.KafkaServerStartable)
kafka.common.KafkaException: Socket server failed to bind to n1:9092: Address already in use.
\tat kafka.network.Acceptor.openServerSocket(SocketServer.scala:260)
\tat kafka.network.Acceptor.<init>(SocketServer.scala:205)
\tat java.base/java.lang.Thread.run(Thread.java:833)
Caused by: java.net.BindException: Address already in use
\tat java.base/sun.nio.ch.Net.bind0(Native Method)
\tat kafka.network.Acceptor.openServerSocket(SocketServer.scala:256)
\t... 7 more
[2026-11-27 21:00:00,120] INFO [Kafka Server 0], shutting down (kafka.server.KafkaServer)`;

describe('what a JVM printed before it failed', () => {
  it('is told by what happened, without frames and without news of before', () => {
    const { text, left } = essenceOf(KAFKA);
    const lines = text.split('\n');
    expect(lines[0]).toContain('kafka.out:');
    expect(lines.slice(1, -1).map((line) => line.replace(/^\[.*?\] /, '').slice(0, 30))).toEqual([
      'WARN Property foo is not valid',
      'FATAL Fatal error during Kafka',
      'kafka.common.KafkaException: S',
      'Caused by: java.net.BindExcept',
    ]);
    expect([left, lines.at(-1)]).toEqual([8, '(8 lines left out, which --debug shows; the log has all)']);
  });

  it('keeps what a JVM says that never began, and every text without a failure', () => {
    for (const text of [
      'x could not be started: it ended:\nInvalid maximum heap size: -Xmx9z\nError: Could not create the Java Virtual Machine.',
      'one line',
      'three\nplain\nlines',
      'at home (really)\nat work (too)',
      '[2026-11-27 21:00:00,001] INFO one\n[2026-11-27 21:00:00,001] INFO two',
    ])
      expect(essenceOf(text)).toEqual({ text, left: 0 });
  });

  it('is whole in an error for --debug, and short in its message and its document', () => {
    const error = new AppError('SERVICE_FAILED', KAFKA, { todo: [] });
    expect(error.whole).toBe(KAFKA);
    expect(error.message).not.toMatch(/^\s+at /m);
    expect(error.toDocument().what).toBe(error.message);
    expect(new AppError('SERVICE_FAILED', 'plain', { todo: [] }).whole).toBeNull();
  });

  it('can be taken without frames', () => {
    expect(withoutFrames('a\n\tat x.Y.z(Y.java:1)\n\t... 3 more\nb')).toBe('a\nb');
  });
});
