package fams.streaming;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Properties;

/** The properties file of a job. What is missing or cannot be is named, and a person is needed. */
final class Settings {
  private final String file;
  private final Properties properties;

  private Settings(String file, Properties properties) {
    this.file = file;
    this.properties = properties;
  }

  static Settings load(String file) {
    Properties properties = new Properties();
    try (Reader reader = new InputStreamReader(Files.newInputStream(Paths.get(file)), StandardCharsets.ISO_8859_1)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException cannot) {
      throw new PersonNeeded("the settings cannot be read: " + cannot);
    }
    return new Settings(file, properties);
  }

  String text(String key) {
    String value = text(key, "");
    if (value.isEmpty()) throw new PersonNeeded(key + " is missing in " + file);
    return value;
  }

  String text(String key, String otherwise) {
    String value = properties.getProperty(key, "").trim();
    return value.isEmpty() ? otherwise : value;
  }

  /** Both bounds included. */
  long whole(String key, long least, long most) {
    try {
      long value = Long.parseLong(text(key));
      if (value >= least && value <= most) return value;
    } catch (NumberFormatException not) {
      // Told below.
    }
    throw new PersonNeeded(key + " in " + file + " must be a whole number from " + least + " to " + most + ", and is " + text(key));
  }

  double decimal(String key, double least, double most) {
    try {
      double value = Double.parseDouble(text(key));
      if (value >= least && value <= most) return value;
    } catch (NumberFormatException not) {
      // Told below.
    }
    throw new PersonNeeded(key + " in " + file + " must be a number from " + least + " to " + most + ", and is " + text(key));
  }
}
