package vn.matluoi.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The standard's group and port, on the loopback card of a network namespace of the test's own: elsewhere that card does not
 * multicast, and others on this machine may use the port. Nothing leaves it.
 */
class MulticastTest {

    private static final List<String> NAMESPACE =
            List.of("unshare", "-rn", "sh", "-c", "ip link set lo up multicast on && exec \"$0\" \"$@\"");

    @TempDir
    private Path folder;

    private record Ended(int status, String said) {}

    private Ended inside(List<String> command) throws IOException, InterruptedException {
        var whole = new ArrayList<>(NAMESPACE);
        whole.addAll(command);
        var said = Files.createTempFile(folder, "said", ".txt");
        var process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            var ended = process.waitFor(60, TimeUnit.SECONDS);
            assertThat(ended).as(Files.readString(said)).isTrue();
            return new Ended(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aCameraOnTheCardAnswersAndIsAClaimNobodyLoggedInTo() throws Exception {
        assumeNamespaces();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var scan = inside(List.of(java, "-cp", System.getProperty("java.class.path"), MulticastScan.class.getName()));
        assertThat(scan.status()).as(scan.said()).isZero();
        var address = scan.said()
                .lines()
                .filter(line -> line.startsWith("camera "))
                .map(line -> line.substring("camera ".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(scan.said()));
        assertThat(scan.said().lines())
                .as("once, though it was asked six times; its host is the one that answered")
                .filteredOn(line -> line.startsWith("found "))
                .containsExactly("found MULTICAST " + address);
        assertThat(scan.said()).contains("log-ins {}, requests {}");
    }

    private void assumeNamespaces() throws InterruptedException {
        String why;
        try {
            var tried = inside(List.of("true"));
            why = tried.status() == 0 ? "" : tried.said();
        } catch (IOException e) {
            why = e.getMessage();
        }
        assumeTrue(
                why.isEmpty(),
                "NOT PROVED here, that multicast finds a camera: no network namespace whose loopback multicasts: "
                        + why);
    }
}
