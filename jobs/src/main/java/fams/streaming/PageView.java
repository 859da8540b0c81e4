package fams.streaming;

import java.nio.charset.StandardCharsets;

/**
 * One line `page37|5|1.5119122|-1`: page, clicks, minutes of stay, like. Exactly four fields, nothing trimmed, no more than 4,096 bytes:
 * <ul>
 * <li>page: 1 to 1,024 bytes of UTF-8, not only blanks, without line breaks and without U+FFFD, which stands for bytes that were not UTF-8;
 * <li>clicks: digits, at most a billion;
 * <li>stay: a decimal from 0 to a million, also as `9.5E-4`, which is how the article's program writes a short one. Counted in whole
 *     micro-minutes, floor(x * 1e6 + 0.5);
 * <li>like: -1, 0 or 1.
 * </ul>
 * Anything else is malformed.
 */
final class PageView {
  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_PAGE = 1024;
  private static final long MOST_CLICKS = 1_000_000_000;
  private static final double LONGEST_STAY = 1_000_000;

  final String page;
  final Tally tally;

  private PageView(String page, Tally tally) {
    this.page = page;
    this.tally = tally;
  }

  /** How the name of a page is read: the first bytes of a line, so many; null where they are none. */
  interface Names {
    String read(byte[] line, int length);
  }

  /** Null where the line is malformed; a message without a body is a line of null. */
  static PageView parse(byte[] line) {
    return parse(line, PageView::page);
  }

  static PageView parse(byte[] line, Names names) {
    if (line == null || line.length > LONGEST_LINE) return null;
    int first = bar(line, 0);
    int second = bar(line, first + 1);
    int third = bar(line, second + 1);
    if (first < 0 || second < 0 || third < 0 || bar(line, third + 1) >= 0 || first > LONGEST_PAGE) return null;
    long clicks = Figures.whole(line, first + 1, second);
    double stay = Figures.decimal(line, second + 1, third);
    int like = like(line, third + 1);
    if (clicks < 0 || clicks > MOST_CLICKS || !(stay >= 0 && stay <= LONGEST_STAY) || like > 1) return null;
    String page = names.read(line, first);
    return page == null ? null : new PageView(page, new Tally(1, clicks, (long) Math.floor(stay * 1e6 + 0.5), like));
  }

  static String page(byte[] line, int length) {
    String page = new String(line, 0, length, StandardCharsets.UTF_8);
    return isPage(page) ? page : null;
  }

  /** Where the next `|` is; -1: nowhere. */
  private static int bar(byte[] line, int from) {
    for (int i = from; i < line.length; i++) if (line[i] == '|') return i;
    return -1;
  }

  /** 2 for what is no like. */
  private static int like(byte[] line, int from) {
    int length = line.length - from;
    if (length == 1 && (line[from] == '0' || line[from] == '1')) return line[from] - '0';
    return length == 2 && line[from] == '-' && line[from + 1] == '1' ? -1 : 2;
  }

  private static boolean isPage(String page) {
    boolean blank = true;
    for (int i = 0; i < page.length(); i++) {
      char c = page.charAt(i);
      if (c == '\n' || c == '\r' || c == '\ufffd') return false;
      blank &= c <= ' ';
    }
    return !blank;
  }
}
