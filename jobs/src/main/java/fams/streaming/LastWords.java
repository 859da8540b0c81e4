package fams.streaming;

import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;

/** Why the master gave the application up. Spark 1.3.1 tells nobody, and goes on with a stopped context; it only logs it. */
final class LastWords extends AppenderSkeleton {
  private static final String SPEAKER = "org.apache.spark.scheduler.cluster.SparkDeploySchedulerBackend";
  private volatile String heard;

  LastWords() {
    setThreshold(Level.ERROR);
    Logger.getLogger(SPEAKER).addAppender(this);
  }

  String or(String otherwise) {
    String words = heard;
    return words == null ? otherwise : words;
  }

  @Override
  protected void append(LoggingEvent event) {
    heard = event.getRenderedMessage();
  }

  @Override
  public void close() {}

  @Override
  public boolean requiresLayout() {
    return false;
  }
}
