package fams.streaming;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.kafka.HasOffsetRanges;
import org.apache.spark.streaming.kafka.OffsetRange;
import scala.Tuple2;

/**
 * Counts one batch: sums by page on the executors, the day's totals here. A batch is done when its snapshot is committed. It belongs
 * to the day of its own time, whole; the day never goes back, whatever the clock of the next host says.
 */
final class Batch implements Function2<JavaRDD<String>, Time, Void> {
  private static final long serialVersionUID = 1L;
  /** The driver alone uses these; what the executors get of this object is nothing. */
  private final transient SnapshotStore store;
  private final transient Publisher publisher;
  private final transient Progress progress;
  private final transient Weights weights;
  private final transient ZoneId zone;
  private final int top;
  private transient Snapshot counted;

  Batch(Snapshot start, SnapshotStore store, Publisher publisher, Progress progress, Weights weights, ZoneId zone, int top) {
    this.counted = start;
    this.store = store;
    this.publisher = publisher;
    this.progress = progress;
    this.weights = weights;
    this.zone = zone;
    this.top = top;
  }

  @Override
  public Void call(JavaRDD<String> lines, Time time) throws Exception {
    long began = System.currentTimeMillis();
    Map<Integer, Long> next = nextOffsets(((HasOffsetRanges) lines.rdd()).offsetRanges(), counted.next);
    String day = dayOf(time.milliseconds(), zone, counted.day);
    boolean turn = !day.equals(counted.day);
    boolean empty = next.equals(counted.next);
    Snapshot done = turn
        ? new Snapshot(store.epoch(), time.milliseconds(), day, counted.next, next, new TreeMap<>(), 0)
        : new Snapshot(store.epoch(), time.milliseconds(), day, counted.from, next, new TreeMap<>(counted.pages), counted.malformed);
    if (!empty) done = withSums(done, sums(lines));
    // A day that begins is committed even when nothing came: else the list would go on to be yesterday's.
    if (!empty || turn) store.commit(done);
    counted = done;
    Ranking ranking = new Ranking(done, weights, top);
    publisher.publish(time.milliseconds(), ranking.json(store.epoch()));
    if (!empty || turn) System.out.print("Time: " + Instant.ofEpochMilli(time.milliseconds()) + "\n" + ranking.printed());
    progress.counted(done, time.milliseconds(), System.currentTimeMillis() - began, store.committedOffset());
    return null;
  }

  /** @throws IllegalStateException where the batch does not begin where the one before it ended */
  static Map<Integer, Long> nextOffsets(OffsetRange[] ranges, Map<Integer, Long> counted) {
    Map<Integer, Long> next = new TreeMap<>(counted);
    for (OffsetRange range : ranges) {
      Long at = counted.get(range.partition());
      if (at == null || at != range.fromOffset())
        throw new IllegalStateException("a batch begins with " + range + ", but the one before it ended at " + at + ": one in between failed");
      next.put(range.partition(), range.untilOffset());
    }
    return next;
  }

  static String dayOf(long batchMs, ZoneId zone, String before) {
    String day = Instant.ofEpochMilli(batchMs).atZone(zone).toLocalDate().toString();
    return day.compareTo(before) < 0 ? before : day;
  }

  /** The name "" stands for the malformed ones: no page is called that. */
  private static List<Tuple2<String, Tally>> sums(JavaRDD<String> lines) {
    return lines
        .mapToPair(line -> {
          PageView view = PageView.parse(line);
          return view == null ? new Tuple2<>("", Tally.ONE_MALFORMED) : new Tuple2<>(view.page, view.tally);
        })
        .reduceByKey(Tally::plus)
        .collect();
  }

  private static Snapshot withSums(Snapshot base, List<Tuple2<String, Tally>> sums) {
    long malformed = base.malformed;
    for (Tuple2<String, Tally> sum : sums) {
      if (sum._1().isEmpty()) malformed += sum._2().records;
      else base.pages.merge(sum._1(), sum._2(), Tally::plus);
    }
    return new Snapshot(base.epoch, base.batchMs, base.day, base.from, base.next, base.pages, malformed);
  }
}
