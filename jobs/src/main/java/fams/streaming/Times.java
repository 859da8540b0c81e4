package fams.streaming;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Points in time as they are written: ISO 8601, UTC, always with three digits of the second, so that texts sort as times do. */
final class Times {
  private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  static String iso(long ms) {
    return ISO.format(Instant.ofEpochMilli(ms));
  }
}
