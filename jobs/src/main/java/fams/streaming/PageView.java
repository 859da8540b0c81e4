package fams.streaming;

import java.nio.charset.StandardCharsets;

/**
 * One line `page37|5|1.5119122|-1`: page, clicks, minutes of stay, and whether it was liked (1), disliked (-1) or neither (0).
 * Anything else is malformed, among it a page name of more than 1,024 bytes and figures that no visit has.
 */
final class PageView {
  static final int LONGEST_PAGE = 1024;
  /** Longer lines are not looked into. */
  private static final int LONGEST_LINE = 4096;
  private static final long MOST_CLICKS = 1_000_000_000L;
  private static final double LONGEST_STAY = 1_000_000;

  final String page;
  final Tally tally;

  private PageView(String page, Tally tally) {
    this.page = page;
    this.tally = tally;
  }

  /** Null where the line is malformed. */
  static PageView parse(String line) {
    if (line == null || line.length() > LONGEST_LINE) return null;
    String[] fields = line.split("\\|", -1);
    if (fields.length != 4) return null;
    String page = fields[0];
    // The decoder puts U+FFFD where bytes were not UTF-8; a line break would be two lines of a snapshot.
    boolean sound = !page.trim().isEmpty() && page.indexOf('\ufffd') < 0 && page.indexOf('\n') < 0 && page.indexOf('\r') < 0;
    if (!sound || page.getBytes(StandardCharsets.UTF_8).length > LONGEST_PAGE) return null;
    try {
      long clicks = whole(fields[1]);
      double stay = decimal(fields[2]);
      long like = whole(fields[3]);
      if (like < -1 || like > 1 || clicks < 0 || clicks > MOST_CLICKS || !(stay >= 0 && stay <= LONGEST_STAY)) return null;
      return new PageView(page, new Tally(1, clicks, (long) Math.floor(stay * 1e6 + 0.5), like));
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  private static long whole(String text) {
    if (!text.matches("-?[0-9]{1,18}")) throw new NumberFormatException(text);
    return Long.parseLong(text);
  }

  /** Java's own reader would also take `NaN`, `1d` and `0x1p3`. */
  private static double decimal(String text) {
    if (!text.matches("[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]{1,3})?|\\.[0-9]+")) throw new NumberFormatException(text);
    return Double.parseDouble(text);
  }
}
