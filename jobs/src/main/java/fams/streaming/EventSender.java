package fams.streaming;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends lines and counts what became of them. Only what all replicas in sync have counts as acknowledged. */
final class EventSender implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile String lastFailure;

  EventSender(String brokers, String topic) {
    Properties more = new Properties();
    // When the buffer is full the sender waits rather than forgets.
    more.put("block.on.buffer.full", "true");
    more.put("linger.ms", "5");
    this.producer = Producers.make(brokers, more);
    this.topic = topic;
  }

  void send(String line) {
    sent.incrementAndGet();
    producer.send(new ProducerRecord<>(topic, line.getBytes(StandardCharsets.UTF_8)), (place, failure) -> {
      if (failure == null) acknowledged.incrementAndGet();
      else {
        lastFailure = failure.toString();
        failed.incrementAndGet();
      }
    });
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

  /** Null when nothing failed. */
  String lastFailure() {
    return lastFailure;
  }

  /** Waits for the answer to everything that was sent. */
  @Override
  public void close() {
    producer.close();
  }
}
