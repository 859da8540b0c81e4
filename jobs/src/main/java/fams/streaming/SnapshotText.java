package fams.streaming;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
  private static final int BUFFER = 65536;

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
        new BufferedReader(new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(bytes), BUFFER), StandardCharsets.UTF_8))) {
      return read(lines);
    } catch (RuntimeException damaged) {
      throw new IOException("it cannot be read: " + damaged, damaged);
    }
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
        from.put(Integer.valueOf(fields[1]), Long.valueOf(fields[2]));
        next.put(Integer.valueOf(fields[1]), Long.valueOf(fields[3]));
      } else if (fields[0].equals("P"))
        pages.put(fields[5], new Tally(Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]), Long.parseLong(fields[4])));
      else throw new IOException("it has a line that begins with " + fields[0]);
    }
    // To read on to the end also makes gzip compare its checksum.
    if (line == null || lines.readLine() != null || next.isEmpty()) throw new IOException("it is not complete");
    return new Snapshot(Long.parseLong(head[1]), Long.parseLong(head[2]), head[4], from, next, pages, Long.parseLong(head[3]));
  }

  private static String line(Object... fields) {
    StringBuilder line = new StringBuilder();
    for (Object field : fields) line.append(line.length() == 0 ? "" : " ").append(field);
    return line.append('\n').toString();
  }
}
