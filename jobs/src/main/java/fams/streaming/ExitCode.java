package fams.streaming;

/** What the supervisor is told by the end of a job. */
final class ExitCode {
  /** Stopped as it was asked to. */
  static final int DONE = 0;
  /** Start it again: what went wrong may be over then. */
  static final int AGAIN = 3;
  /** Do not start it again: a person is needed. */
  static final int PERSON = 4;

  private ExitCode() {}

  static int of(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) if (at instanceof PersonNeeded) return PERSON;
    return AGAIN;
  }

  /** The words that say most: those of the innermost cause that has any. */
  static String reason(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null && at.getCause() != at) {
      if (at instanceof PersonNeeded) break;
      at = at.getCause();
    }
    return at instanceof PersonNeeded ? at.getMessage() : at.toString();
  }
}
