package fams.streaming;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/** What some lines come to: by page, and how many of them were malformed. */
final class Sums implements Serializable {
  private static final long serialVersionUID = 1L;
  private final HashMap<String, Tally> pages = new HashMap<>();
  /** Only needed where lines are added, on the executor. */
  private final transient PageNames names = new PageNames();
  private long lines;
  private long malformed;

  void add(byte[] line) {
    PageView view = PageView.parse(line, names);
    lines++;
    if (view == null) malformed++;
    else pages.merge(view.page, view.tally, Tally::plus);
  }

  Map<String, Tally> pages() {
    return pages;
  }

  /** With the malformed ones. */
  long lines() {
    return lines;
  }

  long malformed() {
    return malformed;
  }
}
