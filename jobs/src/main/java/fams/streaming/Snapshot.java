package fams.streaming;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One day's totals and the offsets that they stand for: the totals are those of the records in [from, next) of each partition, no more
 * and no less. Never changed, and written and read whole, so neither can be newer than the other.
 */
final class Snapshot {
  /** Number of the owner that wrote it. */
  final long epoch;
  /** Time of the batch; 0 before the first one. */
  final long batchMs;
  /** ISO 8601; empty before the first batch. */
  final String day;
  /** First offset of the day, by partition. */
  final Map<Integer, Long> from;
  /** First offset that is not counted yet, by partition. */
  final Map<Integer, Long> next;
  final Map<String, Tally> pages;
  final long malformed;
  /** Of the day, without the malformed ones. */
  final long records;

  Snapshot(long epoch, long batchMs, String day, Map<Integer, Long> from, Map<Integer, Long> next, Map<String, Tally> pages, long malformed) {
    this.epoch = epoch;
    this.batchMs = batchMs;
    this.day = day;
    this.from = Collections.unmodifiableMap(new TreeMap<>(from));
    this.next = Collections.unmodifiableMap(new TreeMap<>(next));
    this.pages = Collections.unmodifiableMap(pages);
    this.malformed = malformed;
    this.records = pages.values().stream().mapToLong(tally -> tally.records).sum();
  }

  /** Nothing counted. */
  static Snapshot blank(long epoch, Map<Integer, Long> begins) {
    return new Snapshot(epoch, 0, "", begins, begins, Collections.emptyMap(), 0);
  }

  /** The same with partitions that were added to the topic since, each from its beginning. */
  Snapshot withPartitions(Map<Integer, Long> added) {
    return new Snapshot(epoch, batchMs, day, joined(from, added), joined(next, added), pages, malformed);
  }

  /**
   * With one batch more. On another day than its own the totals begin anew, at the offsets where this one ends.
   * @throws PersonNeeded where a total grows out of what a whole number holds
   */
  Snapshot with(long owner, long time, String today, Map<Integer, Long> counted, Iterable<Sums> sums) {
    boolean turn = !today.equals(day);
    Map<String, Tally> totals = turn ? new HashMap<>() : new HashMap<>(pages);
    long bad = turn ? 0 : malformed;
    for (Sums some : sums) {
      bad += some.malformed();
      for (Map.Entry<String, Tally> one : some.pages().entrySet()) {
        try {
          totals.merge(one.getKey(), one.getValue(), Tally::plus);
        } catch (ArithmeticException over) {
          throw new PersonNeeded("the totals of " + Json.quoted(one.getKey()) + " are over what can be counted: " + totals.get(one.getKey()));
        }
      }
    }
    return new Snapshot(owner, time, today, turn ? next : from, counted, totals, bad);
  }

  private static Map<Integer, Long> joined(Map<Integer, Long> some, Map<Integer, Long> more) {
    Map<Integer, Long> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
  }
}
