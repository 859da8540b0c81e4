package fams.streaming;

import java.util.Map;

/** Writes JSON objects, one key after the other. */
final class Json {
  private final StringBuilder text = new StringBuilder("{");

  Json put(String key, String value) {
    return raw(key, value == null ? null : quoted(value));
  }

  Json put(String key, long value) {
    return raw(key, Long.toString(value));
  }

  /** A number in as many digits as tell it from every other one; what is no number is left out. */
  Json put(String key, double value) {
    return raw(key, Double.isNaN(value) || Double.isInfinite(value) ? null : Double.toString(value));
  }

  Json put(String key, Map<Integer, Long> values) {
    Json inner = new Json();
    for (Map.Entry<Integer, Long> one : values.entrySet()) inner.put(one.getKey().toString(), one.getValue());
    return raw(key, inner.toString());
  }

  /** @param json valid JSON; null leaves the key out */
  Json raw(String key, String json) {
    if (json == null) return this;
    if (text.length() > 1) text.append(',');
    text.append(quoted(key)).append(':').append(json);
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }

  /** Control characters escaped, and lone surrogates too, which UTF-8 could not carry. */
  static String quoted(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean pair = Character.isHighSurrogate(c) && i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1));
      if (pair) quoted.append(c).append(value.charAt(++i));
      else if (c == '"' || c == '\\') quoted.append('\\').append(c);
      else if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) quoted.append(String.format("\\u%04x", (int) c));
      else quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
