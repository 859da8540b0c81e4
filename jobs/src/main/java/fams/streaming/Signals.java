package fams.streaming;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * What to do when asked to stop (SIGTERM, SIGINT). Not a shutdown hook: Spark has hooks of its own, which would delete what the batch in
 * hand still needs, and a hook cannot tell a request to stop from an exit by Spark. By reflection, since `--release 8` hides sun.misc.
 */
final class Signals {
  private Signals() {}

  /** @param action runs once, on a thread of its own */
  static void onStop(Runnable action) {
    Thread stop = new Thread(action, "stop");
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
        if (method.getName().equals("handle")) begin(stop);
        return null;
      });
      Method handle = signal.getMethod("handle", signal, handler);
      for (String name : new String[] {"TERM", "INT"}) handle.invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException other) {
      throw new IllegalStateException("this Java does not say when it is asked to stop", other);
    }
  }

  private static synchronized void begin(Thread stop) {
    if (stop.getState() == Thread.State.NEW) stop.start();
  }
}
