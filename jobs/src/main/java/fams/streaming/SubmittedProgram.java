package fams.streaming;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkSubmit;

/**
 * The driver of somebody else's program: SparkSubmit, with what it lacks. Its end follows that of the operator's session, its standard
 * input; what the master did with it is on record; and paths without a scheme mean the files of this host, for executors elsewhere too.
 *
 * <p>Arguments: the run's own directory (on the class path), this host's address, then those of SparkSubmit.
 */
public final class SubmittedProgram {
  /** The operator sends a sign of life every five seconds. */
  private static final long SILENCE_MS = 60_000;
  /** How long the program's own hooks may take when it is told to end. */
  private static final long HOOKS_MS = 15_000;
  private static final long EXECUTOR_MS = 20_000;
  private static final int TOLD_TO_END = 143;
  private static final int FAILED = 1;
  private static final String SITE = "fams-files.xml";
  /** The program may set others. */
  private static final PrintStream CONSOLE = System.err;
  private static final AtomicBoolean HAS_EXECUTOR = new AtomicBoolean();
  private static volatile RunRecord record;

  private SubmittedProgram() {}

  public static void main(String[] arguments) {
    Path run = Paths.get(arguments[0]);
    record = new RunRecord(run.resolve("record"));
    InputStream signs = System.in;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    new OperatorWatch(signs, SILENCE_MS, SubmittedProgram::end).start();
    SparkWords.onKilled(why -> record.put("killed", why));
    SparkWords.onPages(url -> record.put("pages", url));
    try {
      serveFiles(run, arguments[1]);
      SparkSubmit.main(Arrays.copyOfRange(arguments, 2, arguments.length));
    } catch (Throwable failure) {
      failure.printStackTrace(CONSOLE);
      // Threads that the program has left behind would keep a process alive that has failed.
      exit(FAILED);
    }
  }

  /** Every Configuration that is made from now on knows them, also that by which a streaming context is restored. */
  private static void serveFiles(Path run, String address) throws Exception {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    String token = new BigInteger(1, secret).toString(16);
    DriverFiles files = new DriverFiles(InetAddress.getByName(address), token);
    Configuration site = new Configuration(false);
    DriverFileSystem.configure(site, address, files.port(), token, Paths.get("").toAbsolutePath().toString());
    try (OutputStream out = Files.newOutputStream(run.resolve(SITE))) {
      site.writeXml(out);
    }
    Configuration.addDefaultResource(SITE);
  }

  /** @param id Spark makes one up where no master has given it one */
  static void accepted(String id) {
    RunRecord mine = record;
    if (mine == null || !id.startsWith("app-")) return;
    mine.put("application", id);
    Thread patience = new Thread(SubmittedProgram::awaitExecutor, "executor-patience");
    patience.setDaemon(true);
    patience.start();
  }

  static void gotExecutor() {
    RunRecord mine = record;
    if (mine != null && HAS_EXECUTOR.compareAndSet(false, true)) mine.put("executors", "yes");
  }

  private static void awaitExecutor() {
    try {
      for (long waited = EXECUTOR_MS; ; waited += EXECUTOR_MS) {
        Thread.sleep(EXECUTOR_MS);
        if (HAS_EXECUTOR.get()) return;
        CONSOLE.println("fams-ops: the master took the program " + TimeUnit.MILLISECONDS.toSeconds(waited)
            + " s ago and has given it no executor yet: other applications have the cores, or no worker has the memory");
      }
    } catch (InterruptedException never) {
      // Nobody interrupts this thread.
    }
  }

  private static void end(String why) {
    record.put("ended", why);
    CONSOLE.println("fams-ops: the driver ends: " + why);
    exit(TOLD_TO_END);
  }

  /** By the program's own hooks, and without them where they take too long. */
  private static void exit(int code) {
    Thread impatience = new Thread(() -> {
      try {
        Thread.sleep(HOOKS_MS);
      } catch (InterruptedException never) {
        // Nobody interrupts this thread.
      }
      Runtime.getRuntime().halt(code);
    }, "impatience");
    impatience.setDaemon(true);
    impatience.start();
    System.exit(code);
  }
}
