package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.matluoi.benchmarks.ledger.Harness;

/** The simulated recorders that the script has started beside the hub. */
final class Recorders {

    private static final Pattern CONTROL = Pattern.compile("control (http://\\S+)");

    private Recorders() {}

    static List<Harness.Recorder> read(Fault.Trial trial) throws IOException, InterruptedException {
        String password =
                Files.readString(trial.options().path("password-file")).strip();
        Matcher line = CONTROL.matcher(Files.readString(trial.options().path("recorders")));
        if (!line.find()) {
            throw new IOException("no recorder was started");
        }
        URI control = URI.create(line.group(1));
        String state = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(control.resolve("/state")).build(), BodyHandlers.ofString())
                .body();
        List<Harness.Recorder> recorders = new ArrayList<>();
        for (JsonNode one : new ObjectMapper().readTree(state).get("recorders")) {
            Map<String, String> channels = new TreeMap<>();
            one.get("channels")
                    .forEach(channel -> channels.put(
                            channel.get("n").asText(), channel.get("name").asText()));
            recorders.add(new Harness.Recorder(
                    one.get("name").asText(),
                    one.get("address").asText(),
                    one.get("rtspPort").asInt(),
                    password,
                    control,
                    channels));
        }
        return recorders;
    }
}
