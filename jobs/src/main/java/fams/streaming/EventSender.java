package fams.streaming;

import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends lines and counts what became of them. Only what all replicas in sync have counts as acknowledged. */
final class EventSender {
  private static final long LOOK_MS = 20;
  private static final int MOST_MEMORY = 16 << 20;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile String failure;

  EventSender(String brokers, String topic) {
    Properties more = new Properties();
    // When the buffer is full the sender waits rather than forgets.
    more.put("block.on.buffer.full", "true");
    more.put("buffer.memory", Integer.toString(MOST_MEMORY));
    more.put("linger.ms", "5");
    this.producer = Producers.make(brokers, more);
    this.topic = topic;
  }

  void send(byte[] line) {
    sent.incrementAndGet();
    producer.send(new ProducerRecord<>(topic, line), (place, problem) -> {
      failure = problem == null ? null : problem.toString();
      (problem == null ? acknowledged : failed).incrementAndGet();
    });
  }

  /** Waits for the answer to everything that was sent; closing the client of 0.8.2.1 could wait for ever. */
  void drain(long ms) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    while (unanswered() > 0 && System.nanoTime() < end) Thread.sleep(LOOK_MS);
  }

  long sent() {
    return sent.get();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long failed() {
    return failed.get();
  }

  long unanswered() {
    return sent.get() - acknowledged.get() - failed.get();
  }

  /** Why the last message that was answered failed; null where it did not. */
  String failure() {
    return failure;
  }

  /** For the last line. What nobody answered is in neither number, and may be in the topic. */
  String counts() {
    long open = unanswered();
    return "sent " + sent + ", acknowledged " + acknowledged + ", failed " + failed + (open == 0 ? "" : ", unanswered " + open);
  }
}
