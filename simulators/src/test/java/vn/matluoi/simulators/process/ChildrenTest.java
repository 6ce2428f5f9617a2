package vn.matluoi.simulators.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.mqtt.Mosquitto;

/** A real broker beside a program that is killed; a machine without mosquitto fails. */
class ChildrenTest {

    /** Starts a broker on a thread that ends at once, writes its process number down, and stays. */
    static final class Parent {

        public static void main(String[] folder) throws Exception {
            Path dir = Path.of(folder[0]);
            Thread starter = new Thread(() -> {
                try {
                    Mosquitto broker = Mosquitto.in(Files.createDirectory(dir.resolve("broker")), 0);
                    broker.start();
                    Path written = Files.writeString(
                            dir.resolve("new"), String.valueOf(broker.process().pid()));
                    Files.move(written, dir.resolve("pid"));
                } catch (IOException e) {
                    e.printStackTrace();
                }
            });
            starter.start();
            starter.join();
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }

    @TempDir
    Path dir;

    @Test
    void aProgramEndsWithTheOneThatStartedItHoweverThatEnds() throws Exception {
        Path said = dir.resolve("said");
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(dir.resolve("pid")) || !parent.isAlive());
            assertThat(parent.isAlive()).as(Files.readString(said)).isTrue();
            ProcessHandle broker = ProcessHandle.of(Long.parseLong(Files.readString(dir.resolve("pid"))))
                    .orElseThrow();
            await().during(Duration.ofMillis(300)).until(broker::isAlive);

            parent.destroyForcibly();
            assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(10)).until(() -> !broker.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }
}
