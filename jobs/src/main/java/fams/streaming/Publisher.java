package fams.streaming;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes rankings, each as one message with the time of its batch as key. A repeat is recognised by it; totals are absolute. */
final class Publisher {
  private static final int PARTITION = 0;
  private final Appender appender;
  private final String topic;

  Publisher(String brokers, String topic) {
    this.appender = new Appender(brokers, 0);
    this.topic = topic;
  }

  void publish(long batchMs, String json) throws Exception {
    byte[] key = Long.toString(batchMs).getBytes(StandardCharsets.UTF_8);
    appender.append(new ProducerRecord<>(topic, PARTITION, key, json.getBytes(StandardCharsets.UTF_8)));
  }
}
