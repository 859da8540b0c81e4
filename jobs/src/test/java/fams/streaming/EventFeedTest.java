package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EventFeedTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> sent = new ArrayList<>();

  private EventFeed feed(double perSecond, String text) throws Exception {
    File file = folder.newFile();
    Files.write(file.toPath(), text.getBytes(StandardCharsets.UTF_8));
    EventFeed feed = new EventFeed(perSecond, line -> sent.add(new String(line, StandardCharsets.UTF_8)));
    feed.run(file.getPath());
    return feed;
  }

  @Test
  public void malformedLinesAreNotSent() throws Exception {
    EventFeed feed = feed(0, "a|1|1|1\r\nnothing\n\nb|1|1.5|-1");
    assertEquals(Arrays.asList("a|1|1|1", "b|1|1.5|-1"), sent);
    assertEquals(2, feed.malformed());
    assertEquals(4, feed.lines());
  }

  @Test
  public void keepsTheRate() throws Exception {
    long began = System.nanoTime();
    feed(100, String.join("\n", java.util.Collections.nCopies(51, "a|1|1|1")));
    assertTrue(System.nanoTime() - began >= 490_000_000L);
  }

  @Test
  public void aFileThatIsNotThereAsksForAPerson() {
    assertThrows(PersonNeeded.class, () -> new EventFeed(0, line -> {}).run("/nowhere/at/all"));
  }

  @Test
  public void optionsThatItDoesNotKnowAreRefused() {
    assertEquals("-", ProducerArguments.parse(new String[] {"f", "--from", "-"}).from);
    assertEquals(50, ProducerArguments.parse(new String[] {"f", "--rate", "50", "--from", "x"}).perSecond, 0);
    for (String[] wrong : new String[][] {{}, {"f", "--from"}, {"f", "--form", "x"}, {"f", "--rate", "5"}, {"f", "--from", "x", "--rate", "0"}, {"f", "--from", "x", "--rate", "-1"}})
      assertThrows(PersonNeeded.class, () -> ProducerArguments.parse(wrong));
  }
}
