package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EventGeneratorTest {
  private static final List<String> PROPERTIES = Arrays.asList("host=h", "state.file=s", "metadata.broker.list=b:1", "topic=t", "every.ms=5000",
      "messages.min=0", "messages.max=50", "pages=100", "clicks.min=1", "clicks.max=5", "stay.min=0", "stay.max=10", "like.minus=1", "like.zero=1", "like.plus=1");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private EventGenerator generator(String... more) throws Exception {
    File file = folder.newFile();
    List<String> lines = new ArrayList<>(PROPERTIES);
    lines.addAll(Arrays.asList(more));
    Files.write(file.toPath(), lines, StandardCharsets.ISO_8859_1);
    return new EventGenerator(new ProducerSettings(Settings.load(file.getPath())));
  }

  private static List<String> lines(EventGenerator generator) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5000; i++) lines.add(generator.line());
    return lines;
  }

  @Test
  public void theSameSeedGivesTheSameLines() throws Exception {
    assertEquals(lines(generator("seed=7")), lines(generator("seed=7")));
    assertNotEquals(lines(generator("seed=7")), lines(generator("seed=8")));
    assertNotEquals(lines(generator("seed=")), lines(generator("seed=")));
  }

  @Test
  public void inventsWhatTheCalculatorTakesAndAllOfIt() throws Exception {
    Set<String> pages = new HashSet<>();
    Set<Long> clicks = new HashSet<>();
    Set<Long> likes = new HashSet<>();
    long longest = 0;
    for (String line : lines(generator("seed=1"))) {
      PageView view = PageView.parse(line.getBytes(StandardCharsets.UTF_8));
      assertNotNull(line, view);
      pages.add(view.page);
      clicks.add(view.tally.clicks);
      likes.add(view.tally.likes);
      longest = Math.max(longest, view.tally.stayMicros);
    }
    assertEquals(100, pages.size());
    assertTrue(pages.contains("page1") && pages.contains("page100"));
    assertEquals(new HashSet<>(Arrays.asList(1L, 2L, 3L, 4L, 5L)), clicks);
    assertEquals(new HashSet<>(Arrays.asList(-1L, 0L, 1L)), likes);
    assertTrue(Long.toString(longest), longest > 9_000_000 && longest <= 10_000_000);
  }

  @Test
  public void keepsToTheRangesAndShares() throws Exception {
    Set<Long> clicks = new HashSet<>();
    int[] likes = new int[3];
    for (String line : lines(generator("seed=1", "clicks.min=3", "clicks.max=4", "stay.min=0.25", "stay.max=0.5", "like.minus=0", "like.plus=3"))) {
      Tally one = PageView.parse(line.getBytes(StandardCharsets.UTF_8)).tally;
      clicks.add(one.clicks);
      likes[(int) one.likes + 1]++;
      assertTrue(line, one.stayMicros >= 250_000 && one.stayMicros <= 500_000);
    }
    assertEquals(new HashSet<>(Arrays.asList(3L, 4L)), clicks);
    assertEquals(0, likes[0]);
    assertTrue(Arrays.toString(likes), likes[2] > 2 * likes[1] && likes[1] > 800);
  }

  @Test
  public void theAmountHasBothEnds() throws Exception {
    EventGenerator generator = generator("seed=1");
    Set<Long> amounts = new HashSet<>();
    for (int i = 0; i < 5000; i++) amounts.add(generator.amount());
    assertEquals(51, amounts.size());
    assertTrue(amounts.contains(0L) && amounts.contains(50L));
  }

  @Test
  public void settingsThatCannotBeAreNamed() {
    for (String wrong : Arrays.asList("messages.max=-1", "messages.min=51", "pages=0", "every.ms=soon", "seed=x", "topic=", "like.zero=-1", "clicks.max=0")) {
      PersonNeeded refused = assertThrows(wrong, PersonNeeded.class, () -> generator(wrong));
      // Fewer at most than at least: the greater one is named.
      String named = wrong.startsWith("messages") ? "messages.max" : wrong.split("=")[0];
      assertTrue(refused.getMessage(), refused.getMessage().contains(named));
    }
  }
}
