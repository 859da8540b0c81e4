package fams.streaming;

import java.util.function.Consumer;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;

/** What Spark 1.3.1 tells by its log alone, whatever the program lets it print: told to a listener as it is said. */
final class SparkWords extends AppenderSkeleton {
  private final String beginning;
  private final Consumer<String> listener;

  private SparkWords(String beginning, Consumer<String> listener) {
    this.beginning = beginning;
    this.listener = listener;
  }

  /** Why the master gave the application up. Spark then ends the driver with 0. */
  static void onKilled(Consumer<String> listener) {
    Logger.getLogger("org.apache.spark.scheduler.cluster.SparkDeploySchedulerBackend")
        .addAppender(new SparkWords("Application has been killed. Reason: ", listener));
  }

  /** Where the pages of the driver are: Spark takes the next port where one is in use. */
  static void onPages(Consumer<String> listener) {
    Logger speaker = Logger.getLogger("org.apache.spark.ui.SparkUI");
    speaker.addAppender(new SparkWords("Started SparkUI at ", listener));
    // Heard by us, and not printed because of us.
    speaker.setLevel(Level.INFO);
    speaker.setAdditivity(false);
  }

  @Override
  protected void append(LoggingEvent event) {
    String said = event.getRenderedMessage();
    if (said != null && said.startsWith(beginning)) listener.accept(said.substring(beginning.length()));
  }

  @Override
  public void close() {}

  @Override
  public boolean requiresLayout() {
    return false;
  }
}
