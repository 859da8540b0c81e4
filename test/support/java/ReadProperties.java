// Reads Java properties as java.util.Properties does. A line of input is a file in hexadecimal; the line of output has each
// key and value in the units of UTF-16, four hexadecimal digits each, sorted.
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.util.HexFormat;
import java.util.Properties;
import java.util.TreeSet;

class ReadProperties {
    public static void main(String[] args) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = input.readLine()) != null; ) {
            var properties = new Properties();
            properties.load(new ByteArrayInputStream(HexFormat.of().parseHex(line)));
            var pairs = new TreeSet<String>();
            properties.forEach((key, value) -> pairs.add(units((String) key) + "=" + units((String) value)));
            System.out.println(String.join(" ", pairs));
        }
    }

    private static String units(String text) {
        var hex = new StringBuilder();
        for (char unit : text.toCharArray()) hex.append(String.format("%04x", (int) unit));
        return hex.toString();
    }
}
