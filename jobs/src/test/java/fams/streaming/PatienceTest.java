package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

public class PatienceTest {
  private final List<String> saw = new ArrayList<>();

  private int third(RuntimeException failure) throws Exception {
    return Patience.with(30_000, saw::add, () -> {
      if (saw.size() < 2) throw failure;
      return 3;
    });
  }

  @Test
  public void triesAgainAndSaysWhy() throws Exception {
    assertEquals(3, third(new IllegalStateException("not yet")));
    assertEquals(3, third(new PersonNeeded.IfItLasts("perhaps")));
    assertEquals(Arrays.asList("not yet", "not yet"), saw);
  }

  @Test
  public void whatNoTimeHealsIsToldAtOnce() {
    assertThrows(PersonNeeded.class, () -> third(new PersonNeeded("never")));
    assertEquals(0, saw.size());
  }

  @Test
  public void inTheEndItGivesUpWithTheLastFailure() {
    PersonNeeded last = new PersonNeeded.IfItLasts("it lasts");
    Exception failure = assertThrows(Exception.class, () -> Patience.with(0, saw::add, () -> {
      throw last;
    }));
    assertEquals(Ending.PERSON, Ending.codeOf(new RuntimeException(failure)));
    assertEquals("it lasts", Ending.reasonOf(new RuntimeException(failure)));
    assertEquals(Ending.AGAIN, Ending.codeOf(new IllegalStateException("x")));
  }
}
