package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetters;

/** An agency's program breaks off in the middle of what it hands in, or never comes to its end: nothing of it is taken or kept. */
class BrokenDeliveriesTest {

    private static final String EVENTS = "/api/v1/events,application/json,[{\"type\": \"motion\"}]";
    private static final String SHEET =
            "/api/v1/imports?source=khu-do-thi,text/csv,Mã camera;Tên camera/nC-1;Cổng chính/n";
    private static final int GIGABYTE = 1 << 30;

    private static final List<String> TAKEN = new CopyOnWriteArrayList<>();
    private static final MemoryLetters LETTERS = new MemoryLetters();

    private static RunningApi api;

    @BeforeAll
    static void start() {
        var hub = new FakeHub();
        hub.services.put(Events.class, new Journal());
        hub.services.put(Imports.class, new Catalogue());
        hub.services.put(AgencyDoor.class, new Door());
        hub.services.put(DeadLetters.class, LETTERS);
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void nothingIsTakenOrKept() {
        assertThat(TAKEN).isEmpty();
        assertThat(LETTERS.kept).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({EVENTS, SHEET})
    void aBodyThatBreaksOffIsRefusedThoughItsHalfReadsWell(String path, String type, String half) throws IOException {
        var bytes = half.replace("/n", "\n").getBytes(StandardCharsets.UTF_8);
        var chunk =
                Integer.toHexString(bytes.length) + "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n";
        for (var whole : List.of(true, false)) {
            var begun = whole ? new String(bytes, StandardCharsets.ISO_8859_1) : chunk;
            var length = whole ? "Content-Length: " + 2 * bytes.length : "Transfer-Encoding: chunked";
            try (var socket = begun(path, type, length)) {
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                assertThat(answer(socket)).startsWith("HTTP/1.1 400 ").contains("\"body.broken\"");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({EVENTS, SHEET})
    void aGigabyteThatIsAnnouncedIsNotWaitedFor(String path, String type, String begins) throws IOException {
        try (var socket = begun(path, type, "Content-Length: " + GIGABYTE)) {
            socket.getOutputStream().write('['); // Jetty asks nobody before the first byte
            assertThat(answer(socket)).startsWith("HTTP/1.1 413 ").contains("\"body.too-large\"");
        }
    }

    @ParameterizedTest
    @CsvSource({EVENTS, SHEET})
    void aGigabyteThatNobodyAnnouncedIsRefusedWhereItExceedsItsLimit(String path, String type, String begins)
            throws IOException {
        try (var socket = begun(path, type, "Transfer-Encoding: chunked")) {
            assertThat(sent(socket)).as("bytes before the hub hangs up").isLessThan(64L << 20);
        }
    }

    @ParameterizedTest
    @CsvSource({EVENTS, SHEET})
    void aGigabyteOfAStrangerIsNotReadToItsEnd(String path, String type, String begins) throws IOException {
        try (var socket = begun("mls_wrong", path, type, "Content-Length: " + GIGABYTE)) {
            socket.getOutputStream().write('[');
            assertThat(answer(socket)).startsWith("HTTP/1.1 401 ");
        }
        try (var socket = begun("mls_wrong", path, type, "Transfer-Encoding: chunked")) {
            assertThat(sent(socket)).isLessThan(64L << 20);
        }
    }

    @ParameterizedTest
    @CsvSource({EVENTS, SHEET})
    void aBodyThatDripsIsGivenUp(String path, String type, String begins) throws IOException {
        try (var socket = begun(path, type, "Content-Length: 100000")) {
            while (socket.getInputStream().available() == 0) {
                api.later(Duration.ofSeconds(31));
                socket.getOutputStream().write(' ');
            }
            assertThat(answer(socket)).startsWith("HTTP/1.1 400 ").contains("\"body.slow\"", "quá chậm");
        }
    }

    /** @return how much of a gigabyte was sent before the hub hung up or answered */
    private static long sent(Socket socket) throws IOException {
        var chunk = ("100000\r\n" + " ".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        var sent = 0L;
        while (sent < GIGABYTE && socket.getInputStream().available() == 0 && sent(socket, chunk)) {
            sent += 1 << 20;
        }
        return sent;
    }

    /** @return whether the hub still takes it */
    private static boolean sent(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** A connection on which a head with a key was sent, and nothing after it. */
    private static Socket begun(String path, String type, String length) throws IOException {
        return begun("mls_good", path, type, length);
    }

    private static Socket begun(String key, String path, String type, String length) throws IOException {
        var socket = new Socket("127.0.0.1", api.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write("POST %s HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n%s\r\n\r\n"
                        .formatted(path, key, type, length)
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static final class Journal implements Events {

        @Override
        public CompletionStage<Boolean> publish(CameraEvent event, boolean assumed) {
            throw new AssertionError("a delivery is taken whole");
        }

        @Override
        public CompletionStage<Taken> publish(List<CameraEvent> events, Optional<String> delivery) {
            TAKEN.add(events.toString());
            throw new AssertionError("half a delivery is none");
        }
    }

    private static final class Catalogue implements Imports {

        @Override
        public IntakeReport take(Order order, InputStream sheet) {
            try {
                TAKEN.add(new String(sheet.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException brokenOff) {
                throw new UncheckedIOException(brokenOff);
            }
            throw new AssertionError("half a sheet is none");
        }

        @Override
        public IntakeReport take(Order order, Records records) {
            throw new AssertionError("only sheets are sent here");
        }

        @Override
        public IntakeReport forAgency(IntakeReport report) {
            return report;
        }

        @Override
        public void writeReport(IntakeReport report, OutputStream xlsx) {
            throw new AssertionError("nobody wants one");
        }
    }

    private static final class Door implements AgencyDoor {

        @Override
        public <T> T through(SourceId source, boolean signed, Function<AgencyRoute, T> work) {
            return work.apply(new AgencyRoute(
                    "cong",
                    source,
                    "Khu đô thị",
                    new AreaCode("27694"),
                    "residential",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true));
        }
    }
}
