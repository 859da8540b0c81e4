package fams.streaming;

import org.apache.spark.JavaSparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;

/** Named in spark.extraListeners of a submitted program: Spark makes one for its context, and tells it when the master took the program. */
public final class ProgramListener extends JavaSparkListener {
  @Override
  public void onApplicationStart(SparkListenerApplicationStart start) {
    SubmittedProgram.accepted(start.appId().isDefined() ? start.appId().get() : "");
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    SubmittedProgram.gotExecutor();
  }
}
