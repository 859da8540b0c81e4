package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class TallyTest {
  @Test
  public void sumsDoNotDependOnTheirOrder() {
    List<byte[]> lines = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) lines.add(("page" + random.nextInt(5) + "|1|" + random.nextDouble() + "|1").getBytes(StandardCharsets.UTF_8));
    Sums some = sums(lines);
    Collections.shuffle(lines, random);
    assertEquals(some.pages(), sums(lines).pages());
    assertEquals(1000, some.lines());
  }

  @Test
  public void malformedLinesAreCountedAndNotFatal() {
    Sums sums = sums(Arrays.asList("a|1|1|1".getBytes(StandardCharsets.UTF_8), "nothing".getBytes(StandardCharsets.UTF_8), null));
    assertEquals(3, sums.lines());
    assertEquals(2, sums.malformed());
    assertEquals(Collections.singletonMap("a", new Tally(1, 1, 1_000_000, 1)), sums.pages());
  }

  @Test
  public void eachFigureIsAddedToItsOwn() {
    assertEquals(new Tally(11, 22, 33, 40), new Tally(1, 2, 3, -4).plus(new Tally(10, 20, 30, 44)));
  }

  @Test
  public void aSumThatWrapsAroundIsNoSum() {
    Tally most = new Tally(1, 1, Long.MAX_VALUE, 1);
    assertThrows(ArithmeticException.class, () -> most.plus(new Tally(1, 1, 1, 1)));
  }

  static Sums sums(List<byte[]> lines) {
    return new PartitionCount().call(lines.iterator()).iterator().next();
  }
}
