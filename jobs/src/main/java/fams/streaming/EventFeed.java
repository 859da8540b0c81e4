package fams.streaming;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;

/** Feeds real events, one a line, from a file or the standard input. A malformed line is named and left out. */
final class EventFeed {
  private static final int MOST_NAMED = 20;
  private final EventSender sender;
  private final double perSecond;
  private long malformed;

  /** @param perSecond 0: as fast as it goes */
  EventFeed(EventSender sender, double perSecond) {
    this.sender = sender;
    this.perSecond = perSecond;
  }

  /** @param from a path, or `-` */
  void run(String from) throws Exception {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(from), StandardCharsets.UTF_8))) {
      long began = System.nanoTime();
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (PageView.parse(line) == null) {
          if (malformed++ < MOST_NAMED) System.err.println("line " + number + " is no page view and is left out");
          continue;
        }
        sender.send(line);
        pace(began);
      }
    }
  }

  long malformed() {
    return malformed;
  }

  private void pace(long began) throws InterruptedException {
    if (perSecond <= 0) return;
    long due = began + (long) (sender.sent() / perSecond * 1e9);
    long early = (due - System.nanoTime()) / 1_000_000;
    if (early > 0) Thread.sleep(early);
  }

  private static InputStream open(String from) {
    try {
      return from.equals("-") ? System.in : Files.newInputStream(Paths.get(from));
    } catch (IOException cannot) {
      throw new PersonNeeded("the events cannot be read: " + cannot);
    }
  }
}
