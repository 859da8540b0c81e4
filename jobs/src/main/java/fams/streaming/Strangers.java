package fams.streaming;

import java.io.IOException;
import java.net.Socket;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Connections that have not shown the token yet: few at a time and not for long, so that silent ones keep nobody out. */
final class Strangers {
  private final int most;
  private final long patienceNanos;
  /** With the time of their coming, the oldest first. */
  private final Map<Socket, Long> waiting = new LinkedHashMap<>();

  Strangers(int most, long patienceMs) {
    this.most = most;
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMs);
  }

  /** Where there are too many, the oldest goes: whoever means to say something says it at once. */
  synchronized void add(Socket socket) {
    waiting.put(socket, System.nanoTime());
    if (waiting.size() <= most) return;
    Iterator<Socket> oldest = waiting.keySet().iterator();
    close(oldest.next());
    oldest.remove();
  }

  /** It has shown the token, or is gone. */
  synchronized void remove(Socket socket) {
    waiting.remove(socket);
  }

  /** Also those that send a little now and then. */
  synchronized void closeLate() {
    long now = System.nanoTime();
    for (Iterator<Map.Entry<Socket, Long>> oldest = waiting.entrySet().iterator(); oldest.hasNext(); ) {
      Map.Entry<Socket, Long> one = oldest.next();
      if (now - one.getValue() < patienceNanos) return;
      close(one.getKey());
      oldest.remove();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // Then it is closed.
    }
  }
}
