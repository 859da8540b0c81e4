package fams.streaming;

import java.util.Arrays;

/**
 * Names of pages that were read before, by their bytes: the same few come again and again, and to decode and to judge one takes longer
 * than to find it here. Where two want the same place, the later one has it.
 */
final class PageNames implements PageView.Names {
  private static final int PLACES = 4096;
  private final byte[][] known = new byte[PLACES][];
  private final String[] names = new String[PLACES];

  /** As PageView reads it; what is no name is not kept. */
  @Override
  public String read(byte[] line, int length) {
    int place = place(line, length);
    if (is(known[place], line, length)) return names[place];
    String name = PageView.page(line, length);
    if (name != null) {
      known[place] = Arrays.copyOf(line, length);
      names[place] = name;
    }
    return name;
  }

  private static int place(byte[] line, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) hash = hash * 31 + line[i];
    return (hash ^ hash >>> 16) & PLACES - 1;
  }

  private static boolean is(byte[] name, byte[] line, int length) {
    if (name == null || name.length != length) return false;
    for (int i = 0; i < length; i++) if (name[i] != line[i]) return false;
    return true;
  }
}
