package fams.streaming;

import static fams.streaming.SnapshotTest.offsets;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.LocalDate;
import java.util.Collections;
import org.junit.Test;

public class StartingPointTest {
  private static final Snapshot LAST = new Snapshot(4, 1, "2026-11-23", offsets(0, 0), offsets(50, 60), Collections.emptyMap(), 0);

  private static Snapshot of(Snapshot last, long[] earliest, long[] latest) {
    return StartingPoint.of(last, 5, "t", offsets(earliest), offsets(latest), "Do this.");
  }

  @Test
  public void theFirstOneCountsAllThatIsThere() {
    Snapshot start = of(null, new long[] {3, 4}, new long[] {9, 9});
    assertEquals(offsets(3, 4), start.next);
    assertEquals(offsets(3, 4), start.from);
    assertEquals("", start.day);
  }

  @Test
  public void goesOnWhereTheLastOneEnded() {
    assertEquals(offsets(50, 60), of(LAST, new long[] {50, 0}, new long[] {50, 99}).next);
  }

  @Test
  public void aPartitionThatWasAddedIsCountedFromItsBeginning() {
    Snapshot start = of(LAST, new long[] {0, 0, 0}, new long[] {50, 60, 7});
    assertEquals(offsets(50, 60, 0), start.next);
    assertEquals(offsets(0, 0, 0), start.from);
  }

  @Test
  public void recordsThatRetentionAteAreNeverPassedOver() {
    PersonNeeded eaten = assertThrows(PersonNeeded.class, () -> of(LAST, new long[] {0, 61}, new long[] {99, 99}));
    assertTrue(eaten.getMessage(), eaten.getMessage().startsWith("1 records were deleted") && eaten.getMessage().endsWith("Do this."));
    assertFalse(eaten instanceof PersonNeeded.IfItLasts);
    assertThrows(PersonNeeded.class, () -> of(LAST, new long[] {0, 0, 1}, new long[] {99, 99, 99}));
  }

  @Test
  public void aTopicThatWasCreatedAnewIsSeen() {
    assertThrows(PersonNeeded.IfItLasts.class, () -> of(LAST, new long[] {0, 0}, new long[] {49, 99}));
    assertThrows(PersonNeeded.IfItLasts.class, () -> of(LAST, new long[] {0}, new long[] {99}));
  }

  @Test
  public void aDayAfterTomorrowIsAWrongClock() {
    StartingPoint.judgeDay("", LocalDate.parse("2026-11-23"), "");
    StartingPoint.judgeDay("2026-11-24", LocalDate.parse("2026-11-23"), "");
    assertThrows(PersonNeeded.class, () -> StartingPoint.judgeDay("2026-11-25", LocalDate.parse("2026-11-23"), ""));
  }
}
