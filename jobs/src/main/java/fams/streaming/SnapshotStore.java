package fams.streaming;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where the totals are kept: each snapshot is one message of a topic, and the fence says which one counts. The order is append, wait
 * for the offset, commit. Whatever becomes of a snapshot, it is right for the offsets that it carries; the fence keeps the history one.
 */
final class SnapshotStore implements AutoCloseable {
  private static final int PARTITION = 0;
  private static final long APPEND_S = 90;
  private final Brokers brokers;
  private final String topic;
  private final int maxBytes;
  private final Fence fence;
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile long committedOffset = -1;

  SnapshotStore(String brokers, String topic, int maxBytes, Fence fence) {
    this.brokers = new Brokers(brokers);
    this.topic = topic;
    this.maxBytes = maxBytes;
    this.fence = fence;
    Properties more = new Properties();
    more.put("max.request.size", Integer.toString(maxBytes + 1024));
    this.producer = Producers.make(brokers, more);
  }

  /** Becomes the owner. Null: nothing was ever committed. */
  Snapshot acquire(String me, Consumer<String> waiting) throws Exception {
    long offset = fence.acquire(me, waiting);
    committedOffset = offset;
    return offset < 0 ? null : Snapshot.parse(OneMessage.read(brokers, topic, PARTITION, offset));
  }

  long epoch() {
    return fence.epoch();
  }

  /** Of the snapshot that counts; -1: none yet. */
  long committedOffset() {
    return committedOffset;
  }

  /** @throws PersonNeeded where the snapshot is too large for a message */
  void commit(Snapshot snapshot) throws Exception {
    byte[] bytes = snapshot.bytes();
    if (bytes.length > maxBytes)
      throw new PersonNeeded(
          snapshot.pages.size() + " pages make a snapshot of " + bytes.length + " bytes, and " + maxBytes + " are allowed: raise message.max.bytes "
              + "of the brokers (kafka.config), or see whether the page names are what they should be");
    // The key tells owners apart, so that not even a compaction would drop a committed one for the late one of an earlier owner.
    byte[] key = Long.toString(snapshot.epoch).getBytes(StandardCharsets.UTF_8);
    long offset;
    try {
      offset = producer.send(new ProducerRecord<>(topic, PARTITION, key, bytes)).get(APPEND_S, TimeUnit.SECONDS).offset();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the snapshot could not be written to " + topic + ": " + failed.getCause(), failed.getCause());
    }
    fence.commit(offset);
    committedOffset = offset;
  }

  @Override
  public void close() throws Exception {
    producer.close();
    fence.close();
  }
}
