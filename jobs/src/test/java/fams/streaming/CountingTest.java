package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import org.apache.spark.streaming.kafka.OffsetRange;
import org.junit.Test;

public class CountingTest {
  private static OffsetRange[] range(int partition, long from, long until) {
    return new OffsetRange[] {OffsetRange.create("topic", partition, from, until)};
  }

  @Test
  public void aBatchBeginsWhereTheLastOneEnded() {
    assertEquals(SnapshotTest.offsets(5, 9), Counting.nextOffsets(range(0, 3, 5), SnapshotTest.offsets(3, 9)));
    assertEquals(SnapshotTest.offsets(3, 9), Counting.nextOffsets(range(0, 3, 3), SnapshotTest.offsets(3, 9)));
  }

  @Test
  public void gapsOverlapsAndStepsBackAreRefused() {
    for (OffsetRange[] wrong : new OffsetRange[][] {range(0, 4, 5), range(0, 2, 5), range(0, 3, 2), range(2, 0, 5)})
      assertThrows(IllegalStateException.class, () -> Counting.nextOffsets(wrong, SnapshotTest.offsets(3, 9)));
  }

  @Test
  public void aDayEndsAtMidnightOfItsZone() {
    long before = Instant.parse("2026-11-23T15:59:59.999Z").toEpochMilli();
    assertEquals("2026-11-23", Counting.dayOf(before, ZoneId.of("Asia/Shanghai"), "2026-11-23"));
    assertEquals("2026-11-24", Counting.dayOf(before + 1, ZoneId.of("Asia/Shanghai"), "2026-11-23"));
    assertEquals("2026-11-23", Counting.dayOf(before + 1, ZoneId.of("UTC"), ""));
  }

  @Test
  public void aSlowClockDoesNotBringYesterdayBack() {
    assertEquals("2026-11-24", Counting.dayOf(Instant.parse("2026-11-23T23:59:58Z").toEpochMilli(), ZoneId.of("UTC"), "2026-11-24"));
  }
}
