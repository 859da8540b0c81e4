package fams.streaming;

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers of 0.8.2.1 that count a record as written when all replicas in sync have it. */
final class Producers {
  private Producers() {}

  static KafkaProducer<byte[], byte[]> make(String brokers, Properties more) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", brokers);
    properties.put("acks", "all");
    // A leader that died is replaced within some 10 s, on a busy machine later: retry for a minute.
    properties.put("retries", "120");
    properties.put("retry.backoff.ms", "500");
    // A broker whose host lost its power says nothing: by default its leadership would be asked about every 5 minutes only.
    properties.put("metadata.max.age.ms", "10000");
    // With more, a retry would change the order.
    properties.put("max.in.flight.requests.per.connection", "1");
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
