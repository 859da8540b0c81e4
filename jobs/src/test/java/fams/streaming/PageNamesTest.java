package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class PageNamesTest {
  @Test
  public void readsANameOnceAndFindsItAgain() {
    PageNames names = new PageNames();
    String first = names.read(bytes("page37|5|1|0"), 6);
    assertEquals("page37", first);
    assertSame(first, names.read(bytes("page37|1|2|1"), 6));
  }

  @Test
  public void tellsNamesApartThatWantTheSamePlace() {
    PageNames names = new PageNames();
    // Their hashes are the same, as those of Java's strings are.
    for (int again = 0; again < 3; again++) for (String name : new String[] {"AaAa", "BBBB", "AaBB", "BBAa"}) assertEquals(name, names.read(bytes(name), 4));
    assertEquals("AaA", names.read(bytes("AaAa"), 3));
  }

  @Test
  public void whatIsNoNameIsNoneAgain() {
    PageNames names = new PageNames();
    for (int again = 0; again < 2; again++) {
      assertNull(names.read(bytes("  \t"), 3));
      assertNull(names.read(new byte[] {'a', (byte) 0xff}, 2));
      assertNull(names.read(bytes("a\nb"), 3));
    }
  }

  @Test
  public void readsAnyBytesAsPageViewDoes() {
    PageNames names = new PageNames();
    Random random = new Random(7);
    for (int i = 0; i < 300_000; i++) {
      byte[] line = anyBytes(random, random.nextInt(5));
      int length = random.nextInt(line.length + 1);
      assertEquals(PageView.page(line, length), names.read(line, length));
    }
  }

  @Test
  public void sumsAreThoseOfTheLinesReadOneByOne() {
    Random random = new Random(11);
    Sums sums = new Sums();
    Map<String, Tally> pages = new HashMap<>();
    long malformed = 0;
    int lines = 200_000;
    for (int i = 0; i < lines; i++) {
      byte[] line = anyLine(random);
      sums.add(line);
      PageView view = PageView.parse(line);
      if (view == null) malformed++;
      else pages.merge(view.page, view.tally, Tally::plus);
    }
    assertEquals(pages, sums.pages());
    assertEquals(malformed, sums.malformed());
    assertEquals(lines, sums.lines());
  }

  /** Names of few letters meet again; now and then a byte is another one. */
  private static byte[] anyLine(Random random) {
    String page = new String(anyBytes(random, 1 + random.nextInt(4)), StandardCharsets.ISO_8859_1);
    String stay = random.nextInt(10) == 0 ? "9.5E-4" : Float.toString(random.nextFloat() * 10);
    byte[] line = (page + '|' + random.nextInt(6) + '|' + stay + '|' + (random.nextInt(3) - 1)).getBytes(StandardCharsets.ISO_8859_1);
    if (random.nextInt(20) == 0) line[random.nextInt(line.length)] = (byte) random.nextInt(256);
    return line;
  }

  /** Letters, blanks, halves of characters, and among them whole ones of two bytes. */
  private static byte[] anyBytes(Random random, int length) {
    byte[] letters = {'A', 'a', 'B', ' ', '\n', '\r', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, '1'};
    byte[] some = new byte[length];
    for (int i = 0; i < length; i++) some[i] = letters[random.nextInt(letters.length)];
    return some;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
