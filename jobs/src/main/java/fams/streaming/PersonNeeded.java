package fams.streaming;

/** Starting again would not help, or could do harm: a person has to look. */
final class PersonNeeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PersonNeeded(String message) {
    super(message);
  }
}
