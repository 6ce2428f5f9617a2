package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import vn.matluoi.benchmarks.Hub;

/** Routes of a hub on this machine, by the files an administrator would write. */
public final class Routes {

    private static final String KEY_FILE = "forward-bench";
    private static final String FIELDS = "fields = source, topic, payload";
    private static final int MOST_SECONDS = 60;

    private final Path etc;

    /** @param data the hub's folder of state */
    public Routes(Path data) {
        etc = data.resolve("etc");
    }

    /** A source whose program tells events by itself. */
    public void source(String name) throws IOException {
        write(
                name,
                """
                template = source-webhook
                source = %s
                name = Hệ thống %s
                area = 25516
                profile = residential
                """
                        .formatted(name, name));
    }

    /**
     * A sink that tells a receiver on this machine.
     *
     * @param content {@code events} or {@code changes}
     * @param key with which the receiver expects messages to be signed
     */
    public void sink(String name, String content, String begin, Receiver receiver, String key, int batch)
            throws IOException {
        secret(KEY_FILE, key);
        write(
                name,
                """
                template = forward-webhook
                content = %s
                begin = %s
                batch = %d
                %s
                legal.basis = Quyết định 1/QĐ-UBND
                url = %s
                plain = true
                secret.file = %s
                """
                        .formatted(
                                content,
                                begin,
                                batch,
                                content.equals("events") ? FIELDS : "",
                                receiver.address(),
                                KEY_FILE));
    }

    /** A sink that lays the same events into files in a folder on this machine, one a second. */
    public void folder(String name, String begin, Path folder, int batch) throws IOException {
        write(
                name,
                """
                template = forward-file
                content = events
                begin = %s
                batch = %d
                %s
                legal.basis = Quyết định 1/QĐ-UBND
                folder = %s
                roll.seconds = 1
                """
                        .formatted(begin, batch, FIELDS, folder.toAbsolutePath()));
    }

    /**
     * A sink that tells the whole catalogue to another registry on this machine.
     *
     * @param sender what that one calls this hub
     * @param seconds between two looks at the link
     */
    public void registry(String name, String url, String sender, String key, int seconds) throws IOException {
        secret(name, key);
        write(
                name,
                """
                template = forward-registry
                content = changes
                legal.basis = Quyết định 1/QĐ-UBND
                url = %s
                plain = true
                sender = %s
                secret.file = %s
                link.seconds = %d
                """
                        .formatted(url, sender, name, seconds));
    }

    /**
     * A sink of any kind that is told events.
     *
     * @param settings the lines that say of which kind it is, and how its receiver is reached
     */
    public void events(String name, String settings, int batch) throws IOException {
        write(
                name,
                """
                %s
                content = events
                begin = first
                batch = %d
                %s
                legal.basis = Quyết định 1/QĐ-UBND
                """
                        .formatted(settings, batch, FIELDS));
    }

    /** A source of any kind, whose agency stands in a commune. */
    public void source(String name, String settings) throws IOException {
        write(
                name,
                """
                %s
                source = %s
                name = Hệ thống %s
                area = 25516
                sector = security
                profile = commune
                """
                        .formatted(settings, name, name));
    }

    /** A file of that name among the keys, which only the hub may read. */
    public void secret(String name, String text) throws IOException {
        Path file = Files.createDirectories(etc.resolve("keys")).resolve(name);
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(etc).resolve("vn.matluoi.route-" + name + ".cfg"), text);
    }

    /** @throws IOException if it does not run within a minute */
    public static void awaitSource(Hub admin, String name) throws IOException, InterruptedException {
        await(admin, "/api/v1/routes", name, route -> route.path("status")
                .asText()
                .equals("started"));
    }

    /** Waits until nothing keeps a sink from its receiver, and it has opened its journal. */
    public static void awaitSink(Hub admin, String name) throws IOException, InterruptedException {
        await(admin, "/api/v1/sinks", name, sink -> sink.path("state").asText().equals("running"));
    }

    private static void await(Hub admin, String list, String name, Predicate<JsonNode> good)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        JsonNode found = null;
        JsonNode said = null;
        while (System.nanoTime() < until) {
            Hub.Reply reply = admin.body(list); // a part of the hub begins when its first route does
            said = reply.json();
            for (JsonNode one : said.path("items")) {
                if (one.path("name").asText().equals(name)) {
                    found = one;
                }
            }
            if (found != null && good.test(found)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IOException(list + " has not come to run " + name + ": " + found + " of " + said);
    }
}
