package fams.streaming;

import java.util.function.BiConsumer;
import org.apache.log4j.Logger;

/**
 * The one way out of a job: the last state, the reason as the last line on the console, and the status by which the supervisor knows
 * what to do. It halts, since Spark's hooks would wait for what can no longer be counted.
 */
final class Ending {
  /** Stopped as it was asked to. */
  static final int DONE = 0;
  /** Start it again: what went wrong may be over then. */
  static final int AGAIN = 3;
  /** Do not start it again: a person is needed. */
  static final int PERSON = 4;

  private final BiConsumer<String, String> lastState;

  /** @param lastState writes a state and its reason, which is null for a good end */
  Ending(BiConsumer<String, String> lastState) {
    this.lastState = lastState;
  }

  /** Synchronized and never left: the first reason is the one that is told. */
  synchronized void with(int code, String reason) {
    String line = reason.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    lastState.accept(code == DONE ? "stopped" : "failed", code == DONE ? null : line);
    System.err.flush();
    System.out.println(line);
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  void with(Throwable failure) {
    int code = codeOf(failure);
    if (code == AGAIN) Logger.getLogger(Ending.class).error("ends, to be started again", failure);
    with(code, reasonOf(failure));
  }

  static int codeOf(Throwable failure) {
    return personNeeded(failure) == null ? AGAIN : PERSON;
  }

  /** The words that say most: those of the innermost cause. */
  static String reasonOf(Throwable failure) {
    Throwable person = personNeeded(failure);
    if (person != null) return person.getMessage();
    Throwable at = failure;
    while (at.getCause() != null && at.getCause() != at) at = at.getCause();
    return at instanceof IllegalStateException ? at.getMessage() : at.toString();
  }

  private static Throwable personNeeded(Throwable failure) {
    for (Throwable at = failure; at != null && at.getCause() != at; at = at.getCause()) if (at instanceof PersonNeeded) return at;
    return failure instanceof PersonNeeded ? failure : null;
  }
}
