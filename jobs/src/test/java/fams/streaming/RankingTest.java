package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.Test;

public class RankingTest {
  private static final Weights WEIGHTS = new Weights(0.8, 0.8, 1);

  private static Snapshot of(Map<String, Tally> pages) {
    return new Snapshot(3, 0, "2026-11-23", SnapshotTest.offsets(1), SnapshotTest.offsets(9), pages, 2);
  }

  @Test
  public void weighsAsTheArticle() {
    assertEquals(2.2, WEIGHTS.popularity(new Tally(1, 1, 500_000, 1)), 1e-12);
  }

  @Test
  public void tiesGoByName() {
    Map<String, Tally> pages = new HashMap<>();
    for (String name : Arrays.asList("b", "a", "d", "c")) pages.put(name, new Tally(1, 1, 0, 0));
    pages.put("z", new Tally(1, 2, 0, 0));
    assertEquals("Time: 1970-01-01T00:00:01.000Z\n(z,1.6)\n(a,0.8)\n(b,0.8)", new Ranking(of(pages), WEIGHTS, 3).printed(1000));
  }

  @Test
  public void theTopIsTheHeadOfAllSorted() {
    Random random = new Random(4);
    Map<String, Tally> pages = new HashMap<>();
    for (int i = 0; i < 2000; i++) pages.put("page" + i, new Tally(1, random.nextInt(30), random.nextInt(10) * 1_000_000L, random.nextInt(3) - 1));
    List<String> wanted = pages.entrySet().stream()
        .sorted((one, other) -> {
          int order = Double.compare(WEIGHTS.popularity(other.getValue()), WEIGHTS.popularity(one.getValue()));
          return order != 0 ? order : one.getKey().compareTo(other.getKey());
        })
        .limit(25).map(one -> "(" + one.getKey() + "," + WEIGHTS.popularity(one.getValue()) + ")").collect(Collectors.toList());
    String printed = new Ranking(of(pages), WEIGHTS, 25).printed(0);
    assertEquals(String.join("\n", wanted), printed.substring(printed.indexOf('\n') + 1));
  }

  @Test
  public void theDocumentHasExactlyTheseFields() {
    Map<String, Tally> pages = new HashMap<>();
    pages.put("a\"\\\n\u2028", new Tally(2, 5, 2_500_000, -1));
    assertEquals(
        "{\"epoch\":3,\"batchTime\":\"1970-01-01T00:00:02.000Z\",\"day\":\"2026-11-23\",\"offsets\":{\"0\":{\"from\":1,\"next\":9}},\"records\":2,"
            + "\"malformed\":2,\"top\":[{\"rank\":1,\"page\":\"a\\\"\\\\\\u000a\\u2028\",\"popularity\":5.0,\"records\":2,\"clicks\":5,\"stay\":2.5,"
            + "\"likes\":-1}]}",
        new Ranking(of(pages), WEIGHTS, 10).json(3, 2000));
  }

  @Test
  public void anEmptyDayIsAnEmptyList() {
    assertTrue(new Ranking(of(new HashMap<>()), WEIGHTS, 10).json(3, 0).endsWith("\"top\":[]}"));
  }
}
