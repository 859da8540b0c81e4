package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StateFileTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void oneProcessOfAHostSaysHowItIsDoing() throws Exception {
    String path = new File(folder.getRoot(), "calculator.state").getPath();
    StateFile first = new StateFile(path, "a");
    first.own();
    first.write(first.state("counting", null));
    PersonNeeded refused = assertThrows(PersonNeeded.class, () -> new StateFile(path, "a").own());
    assertTrue(refused.getMessage(), refused.getMessage().startsWith("this job runs on a already"));
    assertTrue(new String(Files.readAllBytes(new File(path).toPath()), StandardCharsets.UTF_8).startsWith("{\"state\":\"counting\",\"host\":\"a\""));
  }

  @Test
  public void aDirectoryThatIsMissingIsNoReasonToStop() {
    StateFile nowhere = new StateFile(new File(folder.getRoot(), "away/calculator.state").getPath(), "a");
    nowhere.own();
    nowhere.write(nowhere.state("starting", null));
    assertEquals(0, folder.getRoot().list().length);
  }
}
