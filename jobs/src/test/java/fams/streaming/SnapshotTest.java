package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.Test;

public class SnapshotTest {
  private static final Sums ONE = TallyTest.sums(Arrays.asList("a|1|1|1".getBytes(StandardCharsets.UTF_8), "bad".getBytes(StandardCharsets.UTF_8)));

  static Map<Integer, Long> offsets(long... each) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (int i = 0; i < each.length; i++) offsets.put(i, each[i]);
    return offsets;
  }

  private static Snapshot sample() {
    Map<String, Tally> pages = new TreeMap<>();
    pages.put("page 37 \"x\"", new Tally(3, 9, 4_500_000, -2));
    pages.put("\u4eca\u65e5\u70ed\u70b9\ud83d\ude00", new Tally(1, 0, 0, 1));
    return new Snapshot(7, 1_700_000_000_000L, "2026-11-23", offsets(5, 6), offsets(50, 60), pages, 4);
  }

  @Test
  public void comesBackAsItWas() throws Exception {
    Snapshot back = SnapshotText.read(SnapshotText.write(sample()));
    assertEquals(7, back.epoch);
    assertEquals(1_700_000_000_000L, back.batchMs);
    assertEquals("2026-11-23", back.day);
    assertEquals(offsets(5, 6), back.from);
    assertEquals(offsets(50, 60), back.next);
    assertEquals(sample().pages, back.pages);
    assertEquals(4, back.malformed);
    assertEquals(4, back.records);
    Snapshot blank = SnapshotText.read(SnapshotText.write(Snapshot.blank(1, offsets(0))));
    assertEquals("", blank.day);
  }

  @Test
  public void noDamageChangesFigures() throws Exception {
    byte[] whole = SnapshotText.write(sample());
    assertThrows(IOException.class, () -> SnapshotText.read(new byte[0]));
    assertThrows(IOException.class, () -> SnapshotText.read("nonsense".getBytes(StandardCharsets.UTF_8)));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(IOException.class, () -> SnapshotText.read(part));
    }
    int unseen = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] other = whole.clone();
      other[bit / 8] ^= 1 << bit % 8;
      try {
        assertEquals("bit " + bit, sample().pages, SnapshotText.read(other).pages);
        unseen++;
      } catch (IOException damaged) {
        // As it should be.
      }
    }
    // The head of gzip has bits that mean nothing, and so has the last byte of what is packed.
    assertTrue(unseen + " bits", unseen < 80);
    assertThrows(IOException.class, () -> SnapshotText.read(zipped("fams-popularity-3 1 0 0 2026-11-23\nO 0 0 0\n")));
    assertThrows(IOException.class, () -> SnapshotText.read(zipped("fams-popularity-9 1 0 0 2026-11-23\nO 0 0 0\nEND\n")));
    assertThrows(IOException.class, () -> SnapshotText.read(zipped("fams-popularity-3 1 0 0 2026-11-23\nEND\n")));
  }

  @Test
  public void whatNoCalculatorWritesIsNoSnapshot() throws Exception {
    String head = "fams-popularity-3 1 5 0 2026-11-23\n";
    String offsets = "O 0 0 10\n";
    SnapshotText.read(zipped(head + offsets + "P 3 1 1 -3 page37\nEND\n"));
    for (String text : new String[] {
      "fams-popularity-3 9007199254740991 5 0 2026-11-23\n" + offsets + "END\n",
      "fams-popularity-3 -1 5 0 2026-11-23\n" + offsets + "END\n",
      "fams-popularity-3 1 -5 0 2026-11-23\n" + offsets + "END\n",
      "fams-popularity-3 1 5 -1 2026-11-23\n" + offsets + "END\n",
      "fams-popularity-3 1 5 0 +99999-01-01\n" + offsets + "END\n",
      "fams-popularity-3 1 5 0 soon\n" + offsets + "END\n",
      head + "O 0 11 10\nEND\n",
      head + "O -1 0 10\nEND\n",
      head + offsets + offsets + "END\n",
      head + offsets + "P -3 1 1 0 page37\nEND\n",
      head + offsets + "P 3 -1 1 0 page37\nEND\n",
      head + offsets + "P 3 1 -1 0 page37\nEND\n",
      head + offsets + "P 3 1 1 4 page37\nEND\n",
      head + offsets + "P 1 1 1 0 page37\nP 1 1 1 0 page37\nEND\n",
      head + offsets + "P 11 1 1 0 page37\nEND\n",
      head + offsets + "P 9223372036854775807 1 1 0 a\nP 9223372036854775807 1 1 0 b\nEND\n",
    }) assertThrows(text, IOException.class, () -> SnapshotText.read(zipped(text)));
  }

  @Test
  public void aSmallMessageCannotFillTheMemory() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write("fams-popularity-3 1 5 0 2026-11-23\nP 1 1 1 0 ".getBytes(StandardCharsets.UTF_8));
      byte[] piece = new byte[1 << 20];
      Arrays.fill(piece, (byte) 'x');
      for (int i = 0; i < 512; i++) zip.write(piece);
    }
    IOException told = assertThrows(IOException.class, () -> SnapshotText.read(bytes.toByteArray()));
    assertTrue(told.getMessage(), told.getMessage().contains("times as large"));
  }

  @Test
  public void aBatchIsAddedWithItsOffsets() {
    Snapshot done = Snapshot.blank(1, offsets(0, 10)).with(2, 1000, "2026-11-23", offsets(1, 11), Arrays.asList(ONE, ONE));
    assertEquals(2, done.records);
    assertEquals(2, done.malformed);
    assertEquals(offsets(0, 10), done.from);
    Snapshot later = done.with(2, 2000, "2026-11-23", offsets(2, 12), Collections.singletonList(ONE));
    assertEquals(new Tally(3, 3, 3_000_000, 3), later.pages.get("a"));
    assertEquals(offsets(0, 10), later.from);
    assertEquals("the one before is as it was", 2, done.records);
  }

  @Test
  public void aNewDayBeginsWhereTheOldOneEnds() {
    Snapshot first = Snapshot.blank(1, offsets(0, 10)).with(1, 1000, "2026-11-23", offsets(1, 11), Collections.singletonList(ONE));
    Snapshot empty = first.with(1, 2000, "2026-11-24", offsets(1, 11), Collections.emptyList());
    assertEquals(0, empty.records);
    assertEquals(0, empty.malformed);
    assertEquals(offsets(1, 11), empty.from);
    Snapshot full = first.with(1, 2000, "2026-11-24", offsets(2, 12), Collections.singletonList(ONE));
    assertEquals(offsets(1, 11), full.from);
    assertEquals(offsets(2, 12), full.next);
    assertEquals(1, full.records);
  }

  @Test
  public void totalsThatGrowTooLargeAskForAPerson() {
    Snapshot full = new Snapshot(1, 1, "2026-11-23", offsets(0), offsets(1), Collections.singletonMap("a", new Tally(1, 1, Long.MAX_VALUE, 1)), 0);
    assertThrows(PersonNeeded.class, () -> full.with(1, 2, "2026-11-23", offsets(2), Collections.singletonList(ONE)));
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
