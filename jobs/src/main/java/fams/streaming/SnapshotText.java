package fams.streaming;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A snapshot as bytes, gzip'd here and not by the producer; gzip brings a checksum along. A line each: what it is, epoch, time, malformed,
 * day; `O partition from next`; `P records clicks stay likes page`; `END`. A page has no line break (PageView), and may have blanks.
 */
final class SnapshotText {
  private static final String HEAD = "fams-popularity-3";
  private static final String END = "END";
  /** The end of the year 9999. */
  private static final long LAST_MS = 253_402_300_799_999L;
  private static final int BUFFER = 65536;
  /** How much larger than its bytes a text may be: page names that are alike become some ten times smaller. */
  private static final long LARGEST_RATIO = 100;
  private static final long LEAST_LIMIT = 1 << 20;

  private SnapshotText() {}

  static byte[] write(Snapshot snapshot) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(new GZIPOutputStream(bytes, BUFFER), StandardCharsets.UTF_8)) {
      text.write(line(HEAD, snapshot.epoch, snapshot.batchMs, snapshot.malformed, snapshot.day));
      for (Map.Entry<Integer, Long> one : snapshot.next.entrySet())
        text.write(line("O", one.getKey(), snapshot.from.get(one.getKey()), one.getValue()));
      for (Map.Entry<String, Tally> one : snapshot.pages.entrySet()) {
        Tally tally = one.getValue();
        text.write(line("P", tally.records, tally.clicks, tally.stayMicros, tally.likes, one.getKey()));
      }
      text.write(line(END));
    }
    return bytes.toByteArray();
  }

  /** @throws IOException for what is no snapshot, or only part of one */
  static Snapshot read(byte[] bytes) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(inflated(bytes), StandardCharsets.UTF_8))) {
      return read(lines);
    } catch (RuntimeException damaged) {
      throw new IOException("it cannot be read: " + damaged, damaged);
    }
  }

  /** A few bytes of gzip can stand for gigabytes. */
  private static InputStream inflated(byte[] bytes) throws IOException {
    long limit = Math.max(LEAST_LIMIT, LARGEST_RATIO * bytes.length);
    return new FilterInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes), BUFFER)) {
      private long seen;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        int got = super.read(into, at, length);
        seen += Math.max(0, got);
        if (seen > limit) throw new IOException("it is more than " + LARGEST_RATIO + " times as large as its bytes");
        return got;
      }
    };
  }

  private static Snapshot read(BufferedReader lines) throws IOException {
    String first = lines.readLine();
    if (first == null || !first.startsWith(HEAD + ' ')) throw new IOException("it does not begin with " + HEAD);
    String[] head = first.split(" ", 5);
    Map<Integer, Long> from = new TreeMap<>();
    Map<Integer, Long> next = new TreeMap<>();
    Map<String, Tally> pages = new HashMap<>();
    String line;
    for (line = lines.readLine(); line != null && !line.equals(END); line = lines.readLine()) {
      String[] fields = line.split(" ", 6);
      if (fields[0].equals("O")) {
        Integer partition = (int) number(fields[1], 0, Integer.MAX_VALUE);
        long begins = number(fields[2], 0, Long.MAX_VALUE);
        next.put(partition, number(fields[3], begins, Long.MAX_VALUE));
        if (from.put(partition, begins) != null) throw new IOException("it has partition " + partition + " twice");
      } else if (fields[0].equals("P")) {
        if (pages.put(fields[5], tally(fields)) != null) throw new IOException("it has a page twice");
      } else throw new IOException("it has a line that begins with " + fields[0]);
    }
    // To read on to the end also makes gzip compare its checksum.
    if (line == null || lines.readLine() != null || next.isEmpty()) throw new IOException("it is not complete");
    long epoch = number(head[1], 0, Fence.LAST_EPOCH);
    long malformed = number(head[3], 0, Long.MAX_VALUE);
    if (!head[4].isEmpty() && LocalDate.parse(head[4]).getYear() > 9999) throw new IOException("it is of no day");
    Snapshot snapshot = new Snapshot(epoch, number(head[2], 0, LAST_MS), head[4], from, next, pages, malformed);
    judgeAmount(snapshot);
    return snapshot;
  }

  /** A like is -1, 0 or 1, and every other figure of a page grows. */
  private static Tally tally(String[] fields) throws IOException {
    long records = number(fields[1], 1, Long.MAX_VALUE);
    long likes = number(fields[4], -records, records);
    return new Tally(records, number(fields[2], 0, Long.MAX_VALUE), number(fields[3], 0, Long.MAX_VALUE), likes);
  }

  /** The totals are those of the records between its offsets: there cannot be more. */
  private static void judgeAmount(Snapshot snapshot) throws IOException {
    long counted = snapshot.malformed;
    for (Tally tally : snapshot.pages.values()) counted = Math.addExact(counted, tally.records);
    long amount = 0;
    for (Map.Entry<Integer, Long> one : snapshot.next.entrySet()) amount = Math.addExact(amount, one.getValue() - snapshot.from.get(one.getKey()));
    if (counted > amount) throw new IOException("it counts " + counted + " records, and has offsets for " + amount);
  }

  private static long number(String text, long least, long most) throws IOException {
    long number = Long.parseLong(text);
    if (number < least || number > most) throw new IOException("it has " + number + " where " + least + " to " + most + " can be");
    return number;
  }

  private static String line(Object... fields) {
    StringBuilder line = new StringBuilder();
    for (Object field : fields) line.append(line.length() == 0 ? "" : " ").append(field);
    return line.append('\n').toString();
  }
}
