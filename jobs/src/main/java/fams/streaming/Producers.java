package fams.streaming;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Properties;
import java.util.StringJoiner;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers of 0.8.2.1 that count a record as written when all replicas in sync have it. */
final class Producers {
  private static final int CONNECT_MS = 2000;

  private Producers() {}

  static KafkaProducer<byte[], byte[]> make(String brokers, Properties more) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", answering(brokers));
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

  /**
   * Those of the list that take a connection now, all where none does. The client of 0.8.2.1 begins with any one of them, and where that
   * one's host is off it asks it again and again, and no other.
   */
  static String answering(String brokers) {
    StringJoiner found = new StringJoiner(",");
    for (String address : brokers.split(",")) if (answers(address.trim())) found.add(address.trim());
    return found.length() == 0 ? brokers : found.toString();
  }

  private static boolean answers(String address) {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))), CONNECT_MS);
      return true;
    } catch (IOException | RuntimeException silent) {
      return false;
    }
  }
}
