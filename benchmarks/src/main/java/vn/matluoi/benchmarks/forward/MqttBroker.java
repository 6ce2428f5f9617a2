package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.matluoi.simulators.mqtt.Mosquitto;
import vn.matluoi.simulators.process.Children;

/**
 * A mosquitto of this program's own, to which an agency tells events and a hub tells them again: by other topics, read by a subscriber that
 * writes down each message. What the broker handed over, and how often, stands in its log.
 */
public final class MqttBroker implements EventReceiver {

    private static final Path PUBLISHER = Path.of("/usr/bin/mosquitto_pub");
    private static final Path SUBSCRIBER = Path.of("/usr/bin/mosquitto_sub");
    private static final String TOLD = "bao/";
    private static final int SECONDS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Mosquitto broker;
    private final Process subscriber;
    private final Tail received;
    private final Tail log;
    private final Pattern handed;
    private final String client;
    private final Map<String, Integer> sendings = new HashMap<>(); // by topic; guarded by this
    private final Brought brought = new Brought();

    /** @return whether this machine has what it needs */
    public static boolean isPossible() {
        return Mosquitto.isThere() && Files.isExecutable(PUBLISHER) && Files.isExecutable(SUBSCRIBER);
    }

    /**
     * @param folder what the broker keeps
     * @param source of the agency, and the route's name
     */
    public MqttBroker(Path folder, String source) throws IOException {
        client = "matluoi-" + source;
        handed = Pattern.compile("Sending PUBLISH to " + client + " \\(d\\d, q1, .*?'" + TOLD + "([0-9]+-[0-9]+)'");
        broker = Mosquitto.in(Files.createDirectories(folder), 0);
        broker.with("persistence false").start(); // nobody kills it
        log = new Tail(broker.log());
        Path taken = folder.resolve("received.jsonl");
        List<String> command = Children.endedBy("TERM");
        command.addAll(List.of(SUBSCRIBER.toString(), "-h", "127.0.0.1", "-p", String.valueOf(broker.port())));
        command.addAll(List.of("-V", "mqttv5", "-q", "1", "-i", "receiver", "-c", "-t", "matluoi/#", "-F", "%p"));
        subscriber = Children.start(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(taken.toFile()));
        received = new Tail(taken);
        awaitSubscription("receiver");
    }

    /** Waits until that client has subscribed: before, the broker keeps nothing for it. */
    private void awaitSubscription(String name) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(broker.log()).contains("Sending SUBACK to " + name)) {
            if (System.nanoTime() > until) {
                throw new IOException(name + " has not subscribed: " + broker.log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    @Override
    public String settings() {
        return "template = forward-mqtt\nbroker = mqtt://127.0.0.1:%d\nplain = true\n".formatted(broker.port());
    }

    /** @return the lines of the source's file that say how it is reached */
    public String sourceSettings() {
        return """
                template = source-mqtt
                broker = mqtt://127.0.0.1:%d
                topic = %s+
                client.id = %s
                type = /topic
                rate = 1000
                """
                .formatted(broker.port(), TOLD, client);
    }

    /** Waits until the hub listens to the agency. */
    public void awaitHub() throws IOException {
        awaitSubscription(client);
    }

    /** The agency tells a message. @return whether the broker has it */
    public boolean tell(Agency.Message message) throws IOException, InterruptedException {
        Process publisher = new ProcessBuilder(
                        PUBLISHER.toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(broker.port()),
                        "-V",
                        "mqttv5",
                        "-q",
                        "1",
                        "-t",
                        TOLD + message.first() + '-' + message.last(),
                        "-s")
                .redirectErrorStream(true)
                .start();
        try (OutputStream input = publisher.getOutputStream()) {
            input.write(message.body());
        }
        return publisher.waitFor(SECONDS, TimeUnit.SECONDS) && publisher.exitValue() == 0;
    }

    /** @return how often the broker has handed the event of that number to the hub: by QoS 1, which knows no repeats, more than once after a break */
    public synchronized int handedOver(int number) {
        return sendings.entrySet().stream()
                .filter(sending -> {
                    String[] ends = sending.getKey().split("-");
                    return Integer.parseInt(ends[0]) <= number && number <= Integer.parseInt(ends[1]);
                })
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Override
    public synchronized Brought look() throws IOException {
        for (String line : received.more()) {
            brought.take(JSON.readTree(line));
        }
        for (String line : log.more()) {
            Matcher sending = handed.matcher(line);
            if (sending.find()) {
                sendings.merge(sending.group(1), 1, Integer::sum);
            }
        }
        return brought;
    }

    @Override
    public void close() throws IOException {
        subscriber.destroy();
        broker.close();
        received.close();
        log.close();
    }

    /** A file that grows, a whole line at a time. */
    private static final class Tail implements AutoCloseable {

        private final Path file;
        private BufferedReader reader;
        private final StringBuilder part = new StringBuilder();

        Tail(Path file) {
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            if (reader != null) {
                reader.close();
            }
        }

        List<String> more() throws IOException {
            if (reader == null) {
                reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            }
            List<String> lines = new ArrayList<>();
            int read = reader.read();
            while (read >= 0) {
                if (read == '\n') {
                    lines.add(part.toString());
                    part.setLength(0);
                } else {
                    part.append((char) read);
                }
                read = reader.read();
            }
            return lines;
        }
    }
}
