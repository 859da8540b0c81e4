package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.Test;

public class PageViewTest {
  private static PageView parse(String line) {
    return PageView.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  private static String times(String text, int count) {
    return String.join("", java.util.Collections.nCopies(count, text));
  }

  @Test
  public void readsTheLineOfTheArticle() {
    PageView view = parse("page37|5|1.5119122|-1");
    assertEquals("page37", view.page);
    assertEquals(new Tally(1, 5, 1511912, -1), view.tally);
  }

  @Test
  public void takesWhatIsLegal() {
    for (String line : Arrays.asList("p|0|0|0", "p|05|1.|1", "p|1|.5|1", "p|1|1000000|1", "p|1000000000|1|1", " a b |1|1|0", "\u9875\u9762|1|1|1",
        "p|1|9.5E-4|1", "p|1|1e3|1", times("x", 1024) + "|1|1|1")) assertNotNull(line, parse(line));
    assertEquals(950, parse("p|1|9.5E-4|1").tally.stayMicros);
  }

  @Test
  public void refusesTheRest() {
    for (String line : Arrays.asList("", "p", "p|1|1", "p|1|1|1|1", "|1|1|1", " |1|1|1", "p||1|1", "p|-1|1|1", "p|+1|1|1", "p|1.0|1|1", "p|1||1",
        "p|1|-1|1", "p|1|NaN|1", "p|1|Infinity|1", "p|1|1d|1", "p|1|0x1p3|1", "p|1|1.2.3|1", "p|1|1e|1", "p|1|.|1", "p|1|1e400|1", "p|1|1000000.1|1",
        "p|1|1|2", "p|1|1|-0", "p|1|1|01", "p|1|1|1 ", "p|1|1|", "p|1|1|1\r", "p\n|1|1|1", "p\r|1|1|1", "p|1000000001|1|1",
        "p|" + times("9", 30) + "|1|1", times("x", 1025) + "|1|1|1", times("x", 10240) + "|1|1|1", "p|1|" + times("1", 900_000) + "|1"))
      assertNull(line.substring(0, Math.min(40, line.length())), parse(line));
    assertNull(PageView.parse(null));
    assertNull(PageView.parse(new byte[] {(byte) 0xff, (byte) 0xfe, '|', '1', '|', '1', '|', '1'}));
  }

  @Test
  public void roundsAsTheDocumentSays() {
    assertEquals(2, parse("p|1|0.0000015|1").tally.stayMicros);
    assertEquals(3, parse("p|1|0.0000025|1").tally.stayMicros);
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String stay = i % 2 == 0 ? Double.toString(random.nextDouble() * 10) : Float.toString(random.nextInt(5) + random.nextFloat());
      long wanted = (long) Math.floor(Double.parseDouble(stay) * 1e6 + 0.5);
      assertEquals(stay, wanted, parse("p|1|" + stay + "|1").tally.stayMicros);
    }
  }

  @Test
  public void readsDecimalsAsExactlyAsJava() {
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      String text = (random.nextLong() >>> 1 + random.nextInt(60)) + "." + random.nextInt(1 << random.nextInt(30));
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertEquals(text, Double.parseDouble(text), Figures.decimal(bytes, 0, bytes.length), 0);
    }
  }
}
