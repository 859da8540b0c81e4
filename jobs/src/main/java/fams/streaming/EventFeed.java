package fams.streaming;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.function.Consumer;

/** Feeds real events, one a line, from a file or the standard input. A malformed line is named by its number and not sent. */
final class EventFeed {
  private static final int MOST_NAMED = 20;
  private static final int MOST_SHOWN = 120;
  private final Consumer<byte[]> send;
  private final double perSecond;
  private volatile boolean stopping;
  private volatile long lines;
  private volatile long malformed;

  /** @param perSecond 0: as fast as it goes */
  EventFeed(double perSecond, Consumer<byte[]> send) {
    this.perSecond = perSecond;
    this.send = send;
  }

  /** @param from a path, or `-` for the standard input */
  void run(String from) throws Exception {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(from), StandardCharsets.UTF_8))) {
      long began = System.nanoTime();
      for (String line = reader.readLine(); line != null && !stopping; line = reader.readLine()) {
        lines++;
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (PageView.parse(bytes) == null) refuse(line);
        else {
          send.accept(bytes);
          pace(began);
        }
      }
    }
  }

  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /** Lines that were read, with the malformed ones. */
  long lines() {
    return lines;
  }

  long malformed() {
    return malformed;
  }

  private void refuse(String line) {
    malformed++;
    if (malformed > MOST_NAMED) return;
    String shown = line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
    System.err.println("line " + lines + " is no page view and was not sent: " + Json.quoted(shown));
    if (malformed == MOST_NAMED) System.err.println("further ones are only counted");
  }

  private void pace(long began) throws InterruptedException {
    if (perSecond <= 0) return;
    long early = (began + (long) ((lines - malformed) / perSecond * 1e9) - System.nanoTime()) / 1_000_000;
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
