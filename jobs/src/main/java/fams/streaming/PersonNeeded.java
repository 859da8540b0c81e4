package fams.streaming;

/** Starting again would not help, or could do harm: a person has to look. */
class PersonNeeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PersonNeeded(String message) {
    super(message);
  }

  /**
   * So it looks, but a broker that has just started, or has just become a leader, may know less than there is: only when it stays so is
   * a person needed. {@link Patience} decides.
   */
  static final class IfItLasts extends PersonNeeded {
    private static final long serialVersionUID = 1L;

    IfItLasts(String message) {
      super(message);
    }
  }
}
