package fams.streaming;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Where the totals are kept: each snapshot is one message of a topic, and the fence says which one counts. The order is append, wait
 * for the offset, commit. Whatever becomes of a snapshot, it is right for the offsets that it carries; the fence keeps the history one.
 */
final class SnapshotStore {
  private static final int PARTITION = 0;
  private static final int MESSAGE_OVERHEAD = 1024;
  private final CalculatorSettings settings;
  private final Brokers brokers;
  private final Fence fence;
  private final Appender appender;
  private volatile long committedOffset = -1;

  SnapshotStore(CalculatorSettings settings, Brokers brokers, Fence fence) {
    this.settings = settings;
    this.brokers = brokers;
    this.fence = fence;
    this.appender = new Appender(settings.brokers, settings.snapshotMaxBytes + MESSAGE_OVERHEAD);
  }

  /** Becomes the owner. Null: nothing was ever committed. */
  Snapshot acquire(Consumer<String> waiting, Consumer<String> saw) throws Exception {
    long offset = fence.acquire(settings.host, waiting);
    committedOffset = offset;
    brokers.await(settings.snapshotTopic, saw);
    if (offset < 0) return null;
    String where = "the committed snapshot (" + settings.snapshotTopic + "/" + PARTITION + ", offset " + offset + ") ";
    byte[] bytes = Patience.with(Patience.START_MS, saw, () -> {
      byte[] found = OneMessage.read(brokers, settings.snapshotTopic, PARTITION, offset);
      if (found == null) throw new PersonNeeded.IfItLasts(where + "is not there. " + settings.toBeginAnew());
      return found;
    });
    try {
      Snapshot snapshot = SnapshotText.read(bytes);
      // The commit is of an earlier owner than this one, and so is what it names.
      if (snapshot.epoch >= fence.epoch()) throw new IOException("it is of epoch " + snapshot.epoch + ", and the commit of an earlier one");
      return snapshot;
    } catch (IOException damaged) {
      throw new PersonNeeded(where + "is damaged: " + damaged.getMessage() + ". " + settings.toBeginAnew());
    }
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
    byte[] bytes = SnapshotText.write(snapshot);
    if (bytes.length > settings.snapshotMaxBytes) throw tooLarge(snapshot, bytes.length, settings.snapshotMaxBytes + " are allowed");
    // The key tells owners apart, so that not even a compaction would drop a committed one for the late one of an earlier owner.
    byte[] key = (settings.root + "/" + snapshot.epoch).getBytes(StandardCharsets.UTF_8);
    long offset;
    try {
      offset = appender.append(new ProducerRecord<>(settings.snapshotTopic, PARTITION, key, bytes));
    } catch (RecordTooLargeException tooLarge) {
      throw tooLarge(snapshot, bytes.length, "the brokers take less");
    }
    fence.commit(offset);
    committedOffset = offset;
  }

  /** That this is still the owner; for a batch that has nothing to commit. */
  void confirm() throws Exception {
    fence.confirm();
  }

  private static PersonNeeded tooLarge(Snapshot snapshot, int bytes, String limit) {
    return new PersonNeeded(
        snapshot.pages.size() + " pages of " + snapshot.day + " make a snapshot of " + bytes + " bytes, and " + limit
            + ": raise message.max.bytes of the brokers, or see whether the page names are what they should be. Nothing is lost: it goes on from "
            + "the snapshot before");
  }

  void close() throws Exception {
    fence.close();
  }
}
