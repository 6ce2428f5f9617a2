package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first start of an unpacked distribution, in a network namespace of its own: nothing but loopback is there. One
 * script does it all, since what runs inside the namespace cannot be reached from outside. Where namespaces are not
 * allowed the same script runs without one, and {@code ./hub test} says at its end that it proved less.
 */
@Tag("own-hub")
class FirstStartTest {

    private static RunningHub hub;
    private static Path found;

    @BeforeAll
    static void startWithTheNetworkCutOffIfThatIsAllowed() throws Exception {
        var namespaces = Commands.run(List.of("unshare", "-rn", "true"));
        var cutOff = namespaces.status() == 0;
        if (!cutOff) {
            Files.writeString(
                    Project.NOT_PROVED,
                    "The hub was started with the network there; that it needs none is NOT PROVED here: unshare -rn: "
                            + namespaces.err());
        }
        hub = RunningHub.prepared("first-start");
        found = Files.createDirectories(Project.TARGET.resolve("first-start"));
        var script =
                """
                set -e
                %6$s
                %1$s/bin/start
                trap '%1$s/bin/stop > /dev/null' EXIT
                %1$s/bin/start > %3$s/second 2>&1 && echo started >> %3$s/second || true
                for i in $(seq 1 900); do
                    curl -ksf -m 5 %2$s/health/ready > %3$s/ready && break
                    sleep 0.2
                done
                test -s %3$s/ready
                listening() { %7$s; }
                listening -t > %3$s/tcp
                listening -u > %3$s/udp
                : > %3$s/log-ins
                pairs="admin:admin admin:password karaf:karaf admin:12345 root:root admin:matluoi smx:smx admin: user:user"
                for pair in $pairs; do
                    curl -ks -o /dev/null -w "$pair %%{http_code}\\n" -u "$pair" %2$s/api/v1/cameras >> %3$s/log-ins
                done
                curl -ks -o %3$s/page %2$s/
                for path in / /api/v1/cameras /nothing-here; do
                    curl -ks -D - -o /dev/null %2$s$path > %3$s/headers.${path##*/}
                done
                for path in /api/v1/cameras /system/console /gogo /hawtio /hawtio/jolokia /jolokia /services /api/ /api/v1/ /cxf /soap /soap/agency /soap/agency?wsdl /metrics /etc/passwd /..%%2fetc; do
                    curl -ks -o /dev/null -w "$path %%{http_code}\\n" --path-as-is %2$s$path >> %3$s/paths
                done
                curl -s -o /dev/null -w '%%{http_code} %%{redirect_url}\\n' http://127.0.0.1:%4$d/api/v1/cameras > %3$s/redirect
                printf '#!/bin/sh\\necho "$DEFAULT_PASSWORD"\\n' > %3$s/askpass
                chmod 700 %3$s/askpass
                for pair in $pairs; do
                    (DEFAULT_PASSWORD=${pair#*:} SSH_ASKPASS=%3$s/askpass SSH_ASKPASS_REQUIRE=force DISPLAY=:0 \\
                        timeout 30 ssh -p %5$d -F none -o LogLevel=ERROR -o PreferredAuthentications=password,keyboard-interactive \\
                        -o PubkeyAuthentication=no -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \\
                        ${pair%%%%:*}@127.0.0.1 'echo inside' 2>&1 || true) | tr -d '\\r' | tr '\\n' ' ' > %3$s/answer
                    echo "$pair $(cat %3$s/answer)" >> %3$s/ssh
                done
                """
                        .formatted(
                                hub.distribution(),
                                hub.base(),
                                found,
                                8181 + hub.offset(),
                                8101 + hub.offset(),
                                cutOff ? "ip link set lo up" : ":",
                                // where other programs listen too, only what is the hub's
                                cutOff
                                        ? "ss -Hln $1"
                                        : "ss -Hlnp $1 | grep -F \"pid=$(cat %s/data/karaf.pid),\" || true"
                                                .formatted(hub.data()));
        for (var left : List.of("ready", "paths", "ssh")) {
            Files.deleteIfExists(found.resolve(left));
        }
        var shell = cutOff ? List.of("unshare", "-rn", "bash", "-c", script) : List.of("bash", "-c", script);
        var result = Commands.run(shell, hub.environment(), hub.data(), 300);
        assertThat(result.status())
                .as(result.everything() + (Files.exists(hub.data().resolve("data/log/karaf.log")) ? hub.log() : ""))
                .isZero();
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void aSecondStartAMomentLaterIsRefused() throws IOException {
        assertThat(Files.readString(found.resolve("second")))
                .containsAnyOf("is starting or running", "already running")
                .doesNotContain("started\n");
    }

    @Test
    void listensOnLoopbackAndOnTheDeclaredPortsOnly() throws IOException {
        var sockets = Files.readAllLines(found.resolve("tcp")).stream()
                .map(line -> line.trim().split("\\s+")[3])
                .map(address -> address.replace("[::ffff:127.0.0.1]", "127.0.0.1"))
                .toList();
        var offset = hub.offset();
        assertThat(sockets)
                .containsExactlyInAnyOrder(
                        "127.0.0.1:" + (8443 + offset),
                        "127.0.0.1:" + (8181 + offset),
                        "127.0.0.1:" + (8554 + offset),
                        "127.0.0.1:" + (8101 + offset));
        assertThat(Files.readString(found.resolve("udp"))).isBlank();
    }

    @Test
    void defaultPasswordsAreRefused() throws IOException {
        assertThat(Files.readAllLines(found.resolve("log-ins")))
                .hasSize(9)
                .allMatch(line -> line.endsWith(" 401") || line.endsWith(" 429"));
        assertThat(Files.readAllLines(found.resolve("ssh"))).hasSize(9).allSatisfy(line -> assertThat(line)
                .contains("Permission denied")
                .doesNotContain("inside"));
    }

    @Test
    void nothingAnswersWithoutALogInButThePageAndTheHealth() throws IOException {
        assertThat(Files.readAllLines(found.resolve("paths"))).isNotEmpty().allSatisfy(line -> assertThat(line)
                .matches("\\S+ (400|401|403|404|308|302)"));
        assertThat(Files.readString(found.resolve("page"))).contains("Mắt Lưới");
        assertThat(Files.readString(found.resolve("redirect")))
                .startsWith("308 https://127.0.0.1:" + (8443 + hub.offset()));
    }

    @Test
    void everyAnswerCarriesTheProtectiveHeaders() throws IOException {
        for (var page : List.of("", "cameras", "nothing-here")) {
            assertThat(Files.readString(found.resolve("headers." + page)).toLowerCase(java.util.Locale.ROOT))
                    .as("/" + page)
                    .contains("content-security-policy:", "frame-ancestors 'none'")
                    .contains("x-content-type-options: nosniff")
                    .contains("strict-transport-security:")
                    .contains("referrer-policy: no-referrer")
                    .contains("permissions-policy:")
                    .contains("cross-origin-opener-policy: same-origin")
                    .contains("cross-origin-resource-policy: same-origin")
                    .doesNotContain("\nserver:");
        }
    }

    @Test
    void secretsAreFilesOfTheirOwnerAlone() throws IOException {
        for (var file : List.of("initial-admin-password", "keys/master.key", "keys/shell_admin")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(hub.etc().resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        try (Stream<Path> files = Files.walk(hub.data())) {
            var open = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(p12|key|pem|password)$"))
                    .filter(FirstStartTest::isOpen)
                    .toList();
            assertThat(open).as("key files others can read").isEmpty();
        }
    }

    @Test
    void theOneTimePasswordIsLongAndStandsNowhereElse() throws IOException {
        var password =
                Files.readString(hub.etc().resolve("initial-admin-password")).strip();
        assertThat(password).hasSizeGreaterThanOrEqualTo(22);
        assertThat(hub.log()).doesNotContain(password);
        try (Stream<Path> files = Files.walk(hub.etc())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("initial-admin-password")) {
                    assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(password);
                }
            }
        }
    }

    @Test
    void everyTableAndTheAreasCameWithTheDistribution() throws IOException {
        assertThat(hub.log())
                .contains("tables of registry already stand")
                .doesNotContainPattern("tables of \\w+ migrated")
                .doesNotContain("administrative units loaded");
    }

    private static boolean isOpen(Path file) {
        try {
            return !PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .endsWith("------");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
