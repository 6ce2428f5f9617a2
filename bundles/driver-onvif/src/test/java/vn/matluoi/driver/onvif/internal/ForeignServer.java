package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The ONVIF device of {@code src/test/foreign}, installed as its lock says into {@code target/foreign}, and run. */
final class ForeignServer implements AutoCloseable {

    private static final Path SOURCE = Path.of("src/test/foreign");
    private static final Path INSTALLED = Path.of("target/foreign");
    /** Repeated at the end of {@code ./hub test}: what this machine did not let the tests prove. */
    private static final Path NOT_PROVED = Path.of("target/not-proved.txt");

    private final Process process;
    private final int port;

    private ForeignServer(Process process) throws IOException {
        this.process = process;
        var printed = process.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(printed).as("its port").matches("\\d+");
        port = Integer.parseInt(printed);
    }

    /** Skips the test, and says so where people see it, if there is no node, no npm or nothing to install from. */
    static ForeignServer start() throws Exception {
        install();
        return new ForeignServer(new ProcessBuilder("node", "server.js")
                .directory(INSTALLED.toFile())
                .redirectError(INSTALLED.resolve("asked.txt").toFile())
                .start());
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** @return method, path and operation of all that it was asked, in order */
    static List<String> asked() throws IOException {
        return Files.readAllLines(INSTALLED.resolve("asked.txt"));
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close(); // it ends with its input
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static void install() throws Exception {
        List<String> missing = new ArrayList<>(List.of("node", "npm"));
        missing.removeIf(ForeignServer::there);
        if (!missing.isEmpty()) {
            skip("not installed: " + String.join(", ", missing));
        }
        Files.createDirectories(INSTALLED);
        try (var files = Files.list(SOURCE)) {
            for (var file : files.toList()) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        var said = INSTALLED.resolve("npm.txt");
        int status =
                run(said, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"));
        var text = Files.readString(said);
        if (status != 0 && text.matches("(?s).*(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH).*")) {
            skip("npm reaches no registry");
        }
        assertThat(status).as(text).isZero();
    }

    private static void skip(String why) throws IOException {
        var message = "That the ONVIF driver understands other people's device is NOT PROVED here: " + why;
        Files.createDirectories(NOT_PROVED.getParent());
        Files.writeString(NOT_PROVED, message + "\n");
        assumeTrue(false, message);
    }

    private static boolean there(String program) {
        try {
            Files.createDirectories(INSTALLED);
            return run(INSTALLED.resolve("there.txt"), List.of(program, "--version")) == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static int run(Path said, List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }
}
