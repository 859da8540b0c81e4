package fams.streaming;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * One day's totals and the offsets that they stand for: the totals are those of the records in [from, next) of each partition, no more
 * and no less. Written and read whole, so neither can be newer than the other.
 */
final class Snapshot {
  private static final String HEAD = "fams-popularity 3";
  private static final String END = "END";

  /** Number of the owner that wrote it. */
  final long epoch;
  /** 0 before the first batch. */
  final long batchMs;
  /** ISO 8601; empty before the first batch. */
  final String day;
  /** First offset of the day, by partition. */
  final TreeMap<Integer, Long> from;
  /** First offset that is not counted yet, by partition. */
  final TreeMap<Integer, Long> next;
  final Map<String, Tally> pages;
  final long malformed;

  Snapshot(long epoch, long batchMs, String day, Map<Integer, Long> from, Map<Integer, Long> next, Map<String, Tally> pages, long malformed) {
    this.epoch = epoch;
    this.batchMs = batchMs;
    this.day = day;
    this.from = new TreeMap<>(from);
    this.next = new TreeMap<>(next);
    this.pages = pages;
    this.malformed = malformed;
  }

  static Snapshot blank(long epoch, Map<Integer, Long> earliest) {
    return new Snapshot(epoch, 0, "", earliest, earliest, new TreeMap<>(), 0);
  }

  /** The same with partitions that were added to the topic since, each from its beginning. */
  Snapshot withPartitions(Map<Integer, Long> added) {
    Snapshot wider = new Snapshot(epoch, batchMs, day, from, next, pages, malformed);
    wider.from.putAll(added);
    wider.next.putAll(added);
    return wider;
  }

  /** Of the day, without the malformed ones. */
  long records() {
    long sum = 0;
    for (Tally tally : pages.values()) sum += tally.records;
    return sum;
  }

  byte[] bytes() throws IOException {
    StringBuilder text = new StringBuilder(HEAD).append(' ').append(epoch).append(' ').append(batchMs).append(' ').append(malformed);
    text.append(' ').append(day).append('\n');
    for (Map.Entry<Integer, Long> one : next.entrySet())
      text.append("O ").append(one.getKey()).append(' ').append(from.get(one.getKey())).append(' ').append(one.getValue()).append('\n');
    for (Map.Entry<String, Tally> one : pages.entrySet()) {
      Tally tally = one.getValue();
      text.append("P ").append(tally.records).append(' ').append(tally.clicks).append(' ').append(tally.stayMicros).append(' ');
      text.append(tally.likes).append(' ').append(one.getKey()).append('\n');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Compressed here and not by the producer; gzip brings a checksum along.
    try (GZIPOutputStream zipped = new GZIPOutputStream(out, 65536)) {
      zipped.write(text.append(END).append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  /** @throws PersonNeeded for what is no snapshot, or only part of one */
  static Snapshot parse(byte[] bytes) {
    Map<Integer, Long> from = new TreeMap<>();
    Map<Integer, Long> next = new TreeMap<>();
    Map<String, Tally> pages = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(bytes), 65536), StandardCharsets.UTF_8))) {
      String[] head = lines.readLine().split(" ", 6);
      if (!HEAD.equals(head[0] + ' ' + head[1])) throw new IOException("it begins with " + head[0] + ' ' + head[1]);
      String line;
      for (line = lines.readLine(); line != null && !line.equals(END); line = lines.readLine()) {
        String[] fields = line.split(" ", 6);
        if (fields[0].equals("O")) {
          from.put(Integer.valueOf(fields[1]), Long.valueOf(fields[2]));
          next.put(Integer.valueOf(fields[1]), Long.valueOf(fields[3]));
        } else if (fields[0].equals("P")) {
          pages.put(fields[5], new Tally(Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]), Long.parseLong(fields[4])));
        } else throw new IOException("a line begins with " + fields[0]);
      }
      if (line == null || lines.readLine() != null) throw new IOException("it does not end as it should");
      return new Snapshot(Long.parseLong(head[2]), Long.parseLong(head[3]), head[5], from, next, pages, Long.parseLong(head[4]));
    } catch (IOException | RuntimeException damaged) {
      throw new PersonNeeded("the committed snapshot is damaged (" + damaged + "): nothing is counted until somebody has looked");
    }
  }
}
