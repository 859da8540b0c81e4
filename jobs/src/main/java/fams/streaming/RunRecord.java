package fams.streaming;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of a submitted program, for the one who asks when its driver has ended: a line `NAME VALUE` for each thing known. */
final class RunRecord {
  private final Path file;
  private final Map<String, String> known = new LinkedHashMap<>();

  RunRecord(Path file) {
    this.file = file;
  }

  synchronized void put(String name, String value) {
    known.put(name, value.replaceAll("\\s+", " ").trim());
    StringBuilder text = new StringBuilder();
    known.forEach((key, one) -> text.append(key).append(' ').append(one).append('\n'));
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, text.toString().getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException cannot) {
      // A full disk must not end the program; what is not on record is told as unknown.
      known.remove(name);
    }
  }
}
