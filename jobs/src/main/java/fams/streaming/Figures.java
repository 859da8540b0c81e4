package fams.streaming;

import java.nio.charset.StandardCharsets;

/** Reads numbers from bytes: no object for each, and stricter than Java, which would also take `+1`, `1d`, `0x1p3` and `NaN`. */
final class Figures {
  private static final int MOST_DIGITS = 18;
  /** Up to here a whole number is exact as a double, and so is a power of ten: then one division is as exact as any parser. */
  private static final int EXACT_DIGITS = 15;
  private static final double[] TENS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

  private Figures() {}

  /** Digits only; -1 for anything else. */
  static long whole(byte[] text, int from, int to) {
    if (from >= to || to - from > MOST_DIGITS) return -1;
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** Digits with at most one point, then perhaps an exponent: the double nearest to it; NaN for anything else. */
  static double decimal(byte[] text, int from, int to) {
    long value = 0;
    int digits = 0;
    int point = -1;
    int i = from;
    for (; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits++;
        if (digits <= EXACT_DIGITS) value = value * 10 + digit;
      } else if (text[i] == '.' && point < 0) point = i;
      else break;
    }
    if (digits == 0 || i < to && !isExponent(text, i, to)) return Double.NaN;
    if (i < to || digits > EXACT_DIGITS) return Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
    return point < 0 ? value : value / TENS[to - point - 1];
  }

  private static boolean isExponent(byte[] text, int from, int to) {
    if (text[from] != 'e' && text[from] != 'E') return false;
    boolean signed = from + 1 < to && (text[from + 1] == '-' || text[from + 1] == '+');
    return whole(text, signed ? from + 2 : from + 1, to) >= 0;
  }
}
