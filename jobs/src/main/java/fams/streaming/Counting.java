package fams.streaming;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.log4j.Logger;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.kafka.HasOffsetRanges;
import org.apache.spark.streaming.kafka.OffsetRange;

/**
 * Counts one batch after the other: sums on the executors, the day's totals here. A batch is done when its snapshot is committed, and
 * only then published. It belongs to the day of its own time, whole. A batch that fails ends the process: Spark would go on with the
 * next one, and leave a hole.
 */
final class Counting implements Function2<JavaRDD<byte[]>, Time, Void> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(Counting.class);
  /** The same offsets are counted again while a leader or an executor is missing. */
  private static final long TRY_AGAIN_MS = 60_000;
  /** What is late and says nothing new is not published: after a pause there may be thousands of such batches. */
  private static final long FRESH_INTERVALS = 3;

  private final transient CalculatorSettings settings;
  private final transient SnapshotStore store;
  private final transient Publisher publisher;
  private final transient Progress progress;
  private final transient Ending ending;
  private final transient ReentrantLock hand = new ReentrantLock();
  private transient Snapshot counted;
  private transient volatile boolean stopping;

  Counting(Snapshot start, CalculatorSettings settings, SnapshotStore store, Publisher publisher, Progress progress, Ending ending) {
    this.counted = start;
    this.settings = settings;
    this.store = store;
    this.publisher = publisher;
    this.progress = progress;
    this.ending = ending;
  }

  @Override
  public Void call(JavaRDD<byte[]> lines, Time time) {
    try {
      hand.lockInterruptibly();
    } catch (InterruptedException stopped) {
      return null;
    }
    try {
      if (!stopping) count(lines, time.milliseconds());
    } catch (Throwable failure) {
      // What was not committed is counted at the next start.
      if (!stopping) ending.with(failure);
    } finally {
      hand.unlock();
    }
    return null;
  }

  /** Waits for the batch in hand; after that none is counted any more. False where it did not come to its end. */
  boolean stop(long ms) throws InterruptedException {
    stopping = true;
    return hand.tryLock(ms, TimeUnit.MILLISECONDS);
  }

  boolean isBusy() {
    return hand.isLocked();
  }

  private void count(JavaRDD<byte[]> lines, long time) throws Exception {
    long began = System.nanoTime();
    Map<Integer, Long> next = nextOffsets(((HasOffsetRanges) lines.rdd()).offsetRanges(), counted.next);
    String day = dayOf(time, settings.zone, counted.day);
    long amount = amount(next, counted.next);
    // A day that begins is committed even when nothing came: else the list would go on to be yesterday's.
    boolean news = amount > 0 || !day.equals(counted.day);
    if (news) {
      Snapshot done = counted.with(store.epoch(), time, day, next, sums(lines, amount));
      store.commit(done);
      counted = done;
    } else store.confirm();
    if (news || System.currentTimeMillis() - time < FRESH_INTERVALS * settings.intervalMs) publish(time);
    progress.counted(counted, time, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), store.committedOffset());
  }

  private void publish(long time) throws Exception {
    Ranking ranking = new Ranking(counted, settings.weights, settings.top);
    publisher.publish(time, ranking.json(store.epoch(), time));
    LOG.info(ranking.printed(time));
  }

  private List<Sums> sums(JavaRDD<byte[]> lines, long amount) throws Exception {
    if (amount == 0) return Collections.emptyList();
    List<Sums> sums = Patience.with(TRY_AGAIN_MS, this::failed, () -> {
      if (stopping) throw new InterruptedException("asked to stop");
      return lines.mapPartitions(new PartitionCount()).collect();
    });
    long seen = sums.stream().mapToLong(Sums::lines).sum();
    if (seen != amount) throw new IllegalStateException("the offsets of a batch stand for " + amount + " records, and there were " + seen);
    return sums;
  }

  private void failed(String why) {
    LOG.warn("a batch is counted again: " + why);
    progress.say("a batch is counted again: " + why);
  }

  /** @throws IllegalStateException where the batch does not begin where the one before it ended, or goes back */
  static Map<Integer, Long> nextOffsets(OffsetRange[] ranges, Map<Integer, Long> counted) {
    Map<Integer, Long> next = new TreeMap<>(counted);
    for (OffsetRange range : ranges) {
      Long at = counted.get(range.partition());
      if (at == null || at != range.fromOffset() || range.untilOffset() < at)
        throw new IllegalStateException("a batch would count " + range + ", and the one before it ended at offset " + at);
      next.put(range.partition(), range.untilOffset());
    }
    return next;
  }

  /** Never goes back, whatever the clock of the next host says. */
  static String dayOf(long batchMs, ZoneId zone, String before) {
    String day = Instant.ofEpochMilli(batchMs).atZone(zone).toLocalDate().toString();
    return day.compareTo(before) < 0 ? before : day;
  }

  private static long amount(Map<Integer, Long> next, Map<Integer, Long> before) {
    long amount = 0;
    for (Map.Entry<Integer, Long> one : next.entrySet()) amount += one.getValue() - before.get(one.getKey());
    return amount;
  }
}
