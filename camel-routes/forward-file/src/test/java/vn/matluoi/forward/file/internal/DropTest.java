package vn.matluoi.forward.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;

class DropTest {

    @TempDir
    Path parent;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T05:00:00.123Z"));

    private Path folder() {
        return parent.resolve("out");
    }

    private Drop drop(long rollBytes, long folderBytes) {
        return new Drop(new DropSettings("kho", folder(), rollBytes, Duration.ofMinutes(1), folderBytes), now::get);
    }

    private static List<Delivery> deliveries(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> new Delivery(
                        n,
                        "e-" + n,
                        "urn:x",
                        "t",
                        "nvr",
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH,
                        "{\"id\":\"e-%d\"}".formatted(n).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private List<String> names(String suffix) throws IOException {
        try (var files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private List<String> lines(String suffix) throws IOException {
        var lines = new ArrayList<String>();
        for (var name : names(suffix)) {
            lines.addAll(Files.readAllLines(folder().resolve(name)));
        }
        return lines;
    }

    private static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj("{\"id\":\"e-%d\"}"::formatted)
                .toList();
    }

    @Test
    void whatIsDeliveredIsOnTheDiskAndGetsItsNameWhenTheFileIsOldEnough() throws Exception {
        var drop = drop(1 << 20, 1 << 30);
        drop.lay(deliveries(1, 3));
        drop.lay(deliveries(4, 5));
        assertThat(names(".jsonl")).isEmpty();
        assertThat(lines(".part")).isEqualTo(ids(1, 5));
        drop.roll();
        assertThat(names(".jsonl")).isEmpty();
        now.set(now.get().plusSeconds(60));
        drop.roll();
        assertThat(lines(".jsonl")).isEqualTo(ids(1, 5));
        assertThat(names(".jsonl")).singleElement().asString().matches("20261122T050000123Z-[0-9a-f]{8}\\.jsonl");
        assertThat(names(".part")).isEmpty();
    }

    @Test
    void aLargeFileIsClosedAtOnce() throws Exception {
        var drop = drop(20, 1 << 30);
        drop.lay(deliveries(1, 3));
        now.set(now.get().plusMillis(1));
        drop.lay(deliveries(4, 6));
        assertThat(names(".jsonl")).hasSize(2);
        assertThat(lines(".jsonl")).isEqualTo(ids(1, 6));
    }

    @Test
    void aHubThatWasKilledClosesWhatItLeftAsFarAsItIsWhole() throws Exception {
        drop(1 << 20, 1 << 30).lay(deliveries(1, 3));
        var left = folder().resolve(names(".part").get(0));
        Files.writeString(left, "{\"id\":\"e-4", StandardOpenOption.APPEND);
        Files.writeString(folder().resolve(".other.20261122-x.part"), "of another's\n");
        var drop = drop(1 << 20, 1 << 30);
        drop.lay(deliveries(4, 5));
        assertThat(lines(".jsonl")).isEqualTo(ids(1, 3));
        drop.end();
        assertThat(lines(".jsonl")).containsAll(ids(4, 5));
        assertThat(names(".part")).containsExactly(".other.20261122-x.part");
    }

    @Test
    void whatAHubThatWasKilledLaidAndDidNotCountIsLaidAgainWhole() throws Exception {
        drop(1 << 20, 1 << 30).lay(deliveries(1, 3));
        var drop = drop(1 << 20, 1 << 30);
        now.set(now.get().plusMillis(1));
        drop.lay(deliveries(1, 5));
        drop.end();
        var lines = new ArrayList<>(ids(1, 3));
        lines.addAll(ids(1, 5));
        assertThat(lines(".jsonl")).isEqualTo(lines);
    }

    @Test
    void aFolderThatSomebodyTookAwayIsMadeAgain() throws Exception {
        var drop = drop(1 << 20, 1 << 30);
        drop.lay(deliveries(1, 1));
        takeFolderAway();
        assertThatThrownBy(() -> drop.lay(deliveries(2, 3))).isExactlyInstanceOf(SinkException.Away.class);
        drop.lay(deliveries(2, 3));
        assertThat(lines(".part")).isEqualTo(ids(2, 3));

        takeFolderAway();
        now.set(now.get().plusSeconds(60));
        drop.roll();
        drop.lay(deliveries(4, 5));
        drop.end();
        assertThat(lines(".jsonl")).isEqualTo(ids(4, 5));
    }

    private void takeFolderAway() throws IOException {
        for (var suffix : List.of(".part", ".jsonl")) {
            for (var name : names(suffix)) {
                Files.delete(folder().resolve(name));
            }
        }
        Files.delete(folder());
    }

    @Test
    void aFullFolderTakesNoMoreUntilSomebodyCollects() throws Exception {
        var drop = drop(20, 39);
        drop.lay(deliveries(1, 3));
        assertThatThrownBy(() -> drop.lay(deliveries(4, 6)))
                .isInstanceOfSatisfying(
                        SinkException.Away.class,
                        away -> assertThat(away.text().vi()).contains("đã đầy"));
        Files.delete(folder().resolve(names(".jsonl").get(0)));
        drop.lay(deliveries(4, 6));
        assertThat(lines(".jsonl")).isEqualTo(ids(4, 6));
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws Exception {
        Files.writeString(folder(), "a file");
        assertThatThrownBy(() -> drop(1, 1 << 30).lay(deliveries(1, 1)))
                .isInstanceOfSatisfying(
                        SinkException.Away.class,
                        away -> assertThat(away.text().vi()).contains(folder().toString()));
    }

    @Test
    void theRouteLaysWhatItIsBroughtAndClosesByItself() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            var sink = new FileSink();
            camel.addRoutes(sink);
            camel.start();
            TemplatedRouteBuilder.builder(camel, FileSink.NAME)
                    .routeId("kho")
                    .parameter("routeName", "kho")
                    .parameter("folder", folder().toString())
                    .parameter("content", "events")
                    .parameter("legal.basis", "Quyết định 1")
                    .parameter("roll.seconds", "1")
                    .add();
            assertThat(camel.createProducerTemplate()
                            .send("direct:kho", exchange -> exchange.getMessage()
                                    .setBody(deliveries(1, 3)))
                            .getException())
                    .isNull();
            await().untilAsserted(() -> assertThat(lines(".jsonl")).isEqualTo(ids(1, 3)));
            sink.close();
        }
    }
}
