package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are found however the net cuts them and whatever stands between them. */
class EventScannerTest {

    private static final String STREAM =
            """
            --myboundary
            Content-Type: text/plain
            Content-Length:38

            Code=VideoMotion;action=Start;index=0

            --myboundary
            Content-Type: text/plain
            Content-Length:9

            Heartbeat

            --myboundary
            Content-Length:200
            Code=CrossLineDetection;action=Start;index=3;test=x;data={
            \t"Name":\t"a } \\" ] {",
            \t"DetectRegion":\t[[0, 1], [2, 3]]
            }

            --myboundary
            Content-Type: text/plain
            Code=VideoMotion;action=Stop;index=0
            """;

    private final List<String> found = new ArrayList<>();
    private final EventScanner scanner = new EventScanner(new EventScanner.Found() {
        @Override
        public void event(String head, String data) {
            found.add(head + "|" + data.replaceAll("\\s", ""));
        }

        @Override
        public void heartbeat() {
            found.add("Heartbeat");
        }
    });

    private void scan(String text) {
        scanner.accept(text.getBytes(UTF_8));
    }

    private static final String[] EXPECTED = {
        "Code=VideoMotion;action=Start;index=0|",
        "Heartbeat",
        "Code=CrossLineDetection;action=Start;index=3;test=x;data=|{\"Name\":\"a}\\\"]{\",\"DetectRegion\":[[0,1],[2,3]]}",
        "Code=VideoMotion;action=Stop;index=0|"
    };

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void howeverTheNetCutsThem(String lineEnd) {
        var bytes = STREAM.replace("\n", lineEnd).getBytes(UTF_8);
        for (int cut = 0; cut < bytes.length; cut++) {
            found.clear();
            scanner.accept(Arrays.copyOf(bytes, cut));
            scanner.accept(Arrays.copyOfRange(bytes, cut, bytes.length));
            assertThat(found).as("cut at %d", cut).containsExactly(EXPECTED);
        }
        found.clear();
        for (byte b : bytes) {
            scanner.accept(new byte[] {b});
        }
        assertThat(found).containsExactly(EXPECTED);
    }

    @Test
    void dahuaNoBlankLine() {
        scan("--myboundary\r\nContent-Length:37\r\nCode=VideoMotion;action=Start;index=1\r\n--myboundary\r\n");
        assertThat(found).containsExactly("Code=VideoMotion;action=Start;index=1|");
        assertThat(scanner.pending()).isFalse();
    }

    /** It may be cut anywhere, in a word too; what follows is read as if nothing had been. */
    @Test
    void dahuaCutJson() {
        var whole =
                "Code=VideoMotion;action=Start;index=0;data={\r\n\t\"Name\": \"IPC\",\r\n\t\"UTC\": 1691815050\r\n}";
        for (int cut = whole.indexOf('{') + 1; cut < whole.length(); cut++) {
            for (var next : new String[] {"--myboundary\r\nContent-Length:37\r\n", ""}) {
                found.clear();
                scan(whole.substring(0, cut) + "\r\n" + next + "Code=VideoMotion;action=Stop;index=0\r\n");
                assertThat(found)
                        .as("cut at %d", cut)
                        .containsExactly(
                                "Code=VideoMotion;action=Start;index=0;data=|",
                                "Code=VideoMotion;action=Stop;index=0|");
            }
        }
    }

    @Test
    void cutOffForGood() {
        scan("Code=VideoMotion;action=Start;index=0;data={\r\n\t\"Name\": \"IP");
        assertThat(found).isEmpty();
        assertThat(scanner.pending()).isTrue();
        scanner.flush();
        assertThat(found).containsExactly("Code=VideoMotion;action=Start;index=0;data=|");
        scan("C\"\r\n}\r\nHeartbeat\r\n");
        assertThat(found).hasSize(2).endsWith("Heartbeat");
    }

    @Test
    void anEventWithoutALineEndWaitsForThePause() {
        scan("--myboundary\r\nContent-Length:37\r\nCode=AlarmLocal;action=Start;index=5");
        scanner.flush();
        assertThat(found).containsExactly("Code=AlarmLocal;action=Start;index=5|");
    }

    @Test
    void holdsNoMoreThanAnEventNeeds() {
        scan("Code=VideoMotion;action=Start;index=0;data={\"a\":\"");
        for (int i = 0; i < 1000; i++) {
            scan("x".repeat(1000));
        }
        assertThat(found).as("too long: told without").containsExactly("Code=VideoMotion;action=Start;index=0;data=|");
        scan("\r\nCode=" + "y".repeat(5000) + "\r\nCode=VideoMotion;action=Stop;index=0\r\n");
        assertThat(found).hasSize(2).endsWith("Code=VideoMotion;action=Stop;index=0|");
    }

    @Test
    void aWordWithinALineBeginsNothing() {
        scan("Code=LoginFailure;action=Pulse;index=0;data={\"Name\":\"Code=VideoLoss;action=Start;index=0\"}\r\n");
        scan("x Code=VideoLoss;action=Start;index=0\r\n");
        assertThat(found).hasSize(1);
    }
}
