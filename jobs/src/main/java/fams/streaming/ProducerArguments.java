package fams.streaming;

/** The producer's command line. */
final class ProducerArguments {
  private static final String USAGE = "usage: UserBehaviorMsgProducer FILE.properties [--from FILE|- [--rate MESSAGES_A_SECOND]]";

  final String file;
  /** Null: invent messages. */
  final String from;
  /** 0: as fast as it goes. */
  final double perSecond;

  private ProducerArguments(String file, String from, double perSecond) {
    this.file = file;
    this.from = from;
    this.perSecond = perSecond;
  }

  /** @throws PersonNeeded for what it does not know */
  static ProducerArguments parse(String[] arguments) {
    if (arguments.length % 2 == 0) throw new PersonNeeded(USAGE);
    String from = null;
    String rate = null;
    for (int i = 1; i < arguments.length; i += 2) {
      if (arguments[i].equals("--from")) from = arguments[i + 1];
      else if (arguments[i].equals("--rate")) rate = arguments[i + 1];
      else throw new PersonNeeded("there is no option " + arguments[i] + "; " + USAGE);
    }
    if (rate != null && (from == null || !rate.matches("[0-9]{1,9}(\\.[0-9]{1,3})?") || Double.parseDouble(rate) == 0))
      throw new PersonNeeded("--rate is a number above 0 that goes with --from; " + USAGE);
    return new ProducerArguments(arguments[0], from, rate == null ? 0 : Double.parseDouble(rate));
  }
}
