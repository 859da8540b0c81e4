package fams.streaming;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Properties;

/** The properties file of a job. What is missing or no number is named, and a person is needed. */
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
    } catch (IOException cannot) {
      throw new PersonNeeded("the settings cannot be read: " + cannot);
    }
    return new Settings(file, properties);
  }

  String text(String key) {
    String value = properties.getProperty(key);
    if (value == null || value.isEmpty()) throw new PersonNeeded(key + " is missing in " + file);
    return value;
  }

  String text(String key, String otherwise) {
    String value = properties.getProperty(key);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  long number(String key) {
    try {
      return Long.parseLong(text(key));
    } catch (NumberFormatException not) {
      throw new PersonNeeded(key + " in " + file + " is no whole number: " + text(key));
    }
  }

  double decimal(String key) {
    try {
      return Double.parseDouble(text(key));
    } catch (NumberFormatException not) {
      throw new PersonNeeded(key + " in " + file + " is no number: " + text(key));
    }
  }
}
