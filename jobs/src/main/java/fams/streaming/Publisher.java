package fams.streaming;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes rankings, each as one message with the time of its batch as key. A repeat is recognised by it; totals are absolute. */
final class Publisher {
  private static final int PARTITION = 0;
  private static final long WAIT_S = 90;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  Publisher(String brokers, String topic) {
    this.producer = Producers.make(brokers, new Properties());
    this.topic = topic;
  }

  void publish(long batchMs, String json) throws Exception {
    byte[] key = Long.toString(batchMs).getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(topic, PARTITION, key, json.getBytes(StandardCharsets.UTF_8))).get(WAIT_S, TimeUnit.SECONDS);
  }
}
