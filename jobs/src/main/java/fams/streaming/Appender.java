package fams.streaming;

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.log4j.Logger;

/**
 * Appends single messages and waits for their offsets. A producer of 0.8.2.1 holds on to a leader whose host lost its power until TCP
 * gives up, a quarter of an hour later; so where no answer comes, a new one asks again who leads. The message may then be there twice:
 * of no harm where its key, or something else that names it, tells which one counts.
 */
final class Appender {
  private static final Logger LOG = Logger.getLogger(Appender.class);
  private final String brokers;
  private final Properties more = new Properties();
  private final long answerMs;
  private final long patienceMs;
  private KafkaProducer<byte[], byte[]> producer;

  /** @param largest bytes of a request; 0: as the client has it */
  Appender(String brokers, int largest) {
    this(brokers, largest, 15_000, 90_000);
  }

  /** @param answerMs after so long another producer is made; patienceMs: after so long it fails */
  Appender(String brokers, int largest, long answerMs, long patienceMs) {
    this.brokers = brokers;
    this.answerMs = answerMs;
    this.patienceMs = patienceMs;
    if (largest > 0) more.put("max.request.size", Integer.toString(largest));
    more.put("metadata.fetch.timeout.ms", Long.toString(answerMs));
  }

  /**
   * @return its offset
   * @throws RecordTooLargeException where the brokers or the client do not take it
   */
  synchronized long append(ProducerRecord<byte[], byte[]> message) throws Exception {
    for (long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs); ; ) {
      try {
        if (producer == null) producer = Producers.make(brokers, more);
        return producer.send(message).get(answerMs, TimeUnit.MILLISECONDS).offset();
      } catch (ExecutionException | TimeoutException failed) {
        Throwable why = failed instanceof ExecutionException ? failed.getCause() : failed;
        if (why instanceof RecordTooLargeException) throw (RecordTooLargeException) why;
        abandon();
        if (System.nanoTime() > end)
          throw new IllegalStateException("no broker took a message for " + message.topic() + " within " + patienceMs / 1000 + " s: " + why, failed);
        LOG.warn("a message for " + message.topic() + " is sent again, by a new producer: " + why);
      }
    }
  }

  /** To close it may take as long as what it holds on to. */
  private void abandon() {
    KafkaProducer<byte[], byte[]> stuck = producer;
    producer = null;
    if (stuck == null) return;
    Thread thread = new Thread(stuck::close, "close-producer");
    thread.setDaemon(true);
    thread.start();
  }
}
