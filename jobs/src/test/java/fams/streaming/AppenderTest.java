package fams.streaming;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class AppenderTest {
  @Rule public final Timeout deadline = Timeout.seconds(60);

  @Test
  public void onlyBrokersThatTakeAConnectionAreAsked() throws Exception {
    try (ServerSocket one = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String there = "127.0.0.1:" + one.getLocalPort();
      assertEquals(there, Producers.answering("127.0.0.1:1, " + there + ",nowhere.invalid:9092,nonsense"));
      assertEquals("127.0.0.1:1,127.0.0.1:2", Producers.answering("127.0.0.1:1,127.0.0.1:2"));
    }
  }

  @Test
  public void whereNoBrokerAnswersOthersAreTriedUntilTheEnd() throws Exception {
    // It takes connections, and says nothing.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Appender appender = new Appender("127.0.0.1:" + silent.getLocalPort(), 0, 300, 1000);
      IllegalStateException gaveUp =
          assertThrows(IllegalStateException.class, () -> appender.append(new ProducerRecord<>("topic", 0, new byte[1], new byte[1])));
      assertTrue(gaveUp.getMessage(), gaveUp.getMessage().startsWith("no broker took a message for topic within 1 s: "));
    }
  }
}
