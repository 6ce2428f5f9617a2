package vn.matluoi.source.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are away, slow or silent, do not let the hub in, or are others than they should be. */
class ServerFaultsTest extends PolledMailbox {

    @Test
    void aWrongPasswordIsTriedOnceUntilAPersonStartsTheRouteAnew() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        Files.writeString(keys.resolve("box"), "another");
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).hasValueSatisfying(why -> {
            assertThat(why.en()).contains("does not accept the account hub");
            assertThat(why.toString()).doesNotContain("another");
        });
        box.setPassword("another"); // it would be let in now, but is not tried
        poll.run();
        assertThat(catalogue.names).isEmpty();

        nanos.addAndGet(Duration.ofDays(7).toNanos());
        poll.run();
        assertThat(catalogue.names).isEmpty();

        poll(Map.of()).run();
        assertThat(catalogue.names).containsExactly("a.csv");
    }

    @Test
    void nothingIsSentToAnotherServer() throws Exception {
        var shown = fingerprint();
        var poll = poll(Map.of("certificate", "ab".repeat(32)));
        poll.run();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains(shown, "certificate"));
    }

    @Test
    void aLookThatTakesTooLongEndsAndTheNextGoesOn() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        step = Mails.LONGEST.toNanos();
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem().orElseThrow().en()).contains("too slow");
        assertThat(mails("INBOX")).isEqualTo(1);

        step = 0;
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("1");
    }

    @Test
    @Timeout(60)
    void aServerThatDripsIsCut() throws Exception {
        cutOff = Duration.ofMillis(300);
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var dripping = new Thread(() -> drip(door), "dripping server");
            dripping.setDaemon(true);
            dripping.start();
            var poll = poll(Map.of("port", Integer.toString(door.getLocalPort())));
            poll.run();
            assertThat(poll.problem()).isPresent();
        }
    }

    /** Begins a record of TLS of 16 KiB, which it would take minutes to end. */
    private static void drip(ServerSocket door) {
        try (var caller = door.accept()) {
            caller.getOutputStream().write(new byte[] {0x16, 3, 3, 0x40, 0});
            while (true) {
                caller.getOutputStream().write(0);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } catch (IOException e) {
            // it was cut
        }
    }

    @Test
    void aServerThatFallsSilentIsCutInTimeToo() throws Exception {
        cutOff = Duration.ofMillis(300);
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) { // takes calls, and says nothing
            var poll = poll(Map.of("port", Integer.toString(silent.getLocalPort())));
            poll.run();
            assertThat(poll.problem())
                    .hasValueSatisfying(why -> assertThat(why.en()).contains("127.0.0.1"));
        }
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() throws Exception {
        var poll = poll(Map.of());
        server.stop();
        poll.run();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("127.0.0.1"));
    }
}
