package fams.streaming;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

/** Against the JSON reader that comes with Spark. */
public class JsonTest {
  private final ObjectMapper reader = new ObjectMapper();

  @Test
  public void everyTextComesBack() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(20); left > 0; left--) text.appendCodePoint(random.nextInt(i % 2 == 0 ? 0x80 : 0x11000));
      byte[] json = new Json().put("key", text.toString()).toString().getBytes(StandardCharsets.UTF_8);
      assertEquals(text.toString(), reader.readTree(json).get("key").asText());
    }
  }

  @Test
  public void numbersComeBackAndNothingIsNull() throws Exception {
    JsonNode node = reader.readTree(
        new Json().put("long", Long.MAX_VALUE).put("double", 0.1 + 0.2).put("big", 1e9).put("none", (String) null).put("nan", Double.NaN).toString());
    assertEquals(Long.MAX_VALUE, node.get("long").asLong());
    assertEquals(0.1 + 0.2, node.get("double").asDouble(), 0);
    assertEquals(1e9, node.get("big").asDouble(), 0);
    assertEquals(3, node.size());
  }
}
