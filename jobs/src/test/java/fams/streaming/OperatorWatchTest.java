package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class OperatorWatchTest {
  private final BlockingQueue<String> told = new ArrayBlockingQueue<>(10);

  @Test
  public void theEndOfTheSignsIsTold() throws Exception {
    new OperatorWatch(new ByteArrayInputStream(new byte[3]), 60_000, told::add).start();
    assertEquals("fams-ops submit has ended", told.poll(30, TimeUnit.SECONDS));
  }

  @Test
  public void silenceIsToldOnceAndNotWhileThereAreSigns() throws Exception {
    PipedOutputStream operator = new PipedOutputStream();
    new OperatorWatch(new PipedInputStream(operator), 4000, told::add).start();
    for (int i = 0; i < 30; i++) {
      operator.write('\n');
      operator.flush();
      Thread.sleep(200);
    }
    assertNull(told.peek());
    assertEquals("nothing was heard of fams-ops submit for 4 s", told.poll(60, TimeUnit.SECONDS));
  }
}
