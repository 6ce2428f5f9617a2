package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The npm packages of {@code src/test/foreign}, installed as its lock says into {@code target/foreign}, and run. */
final class NodeClients {

    private static final Path SOURCE = Path.of("src/test/foreign");
    private static final Path INSTALLED = Path.of("target/foreign");
    /** Repeated at the end of {@code ./hub test}: what this machine did not let the tests prove. */
    private static final Path NOT_PROVED = Path.of("target/not-proved.txt");

    private NodeClients() {}

    private record Result(int status, String out, String err) {}

    /** Skips the test, and says so where people see it, if there is no node, no npm or nothing to install from. */
    static void install() throws Exception {
        List<String> missing = new ArrayList<>(List.of("node", "npm"));
        missing.removeIf(NodeClients::there);
        if (!missing.isEmpty()) {
            skip("not installed: " + String.join(", ", missing));
        }
        Files.createDirectories(INSTALLED);
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        Result result =
                run("", List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"));
        if (result.status() != 0
                && result.err().matches("(?s).*(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH).*")) {
            skip("npm reaches no registry");
        }
        assertThat(result.status()).as(result.err()).isZero();
    }

    /** What a program prints. */
    static String run(String password, String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(List.of(arguments));
        Result result = run(password, command);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private static void skip(String why) throws IOException {
        String message = "That other people's ONVIF clients agree with the simulator is NOT PROVED here: " + why;
        Files.createDirectories(NOT_PROVED.getParent());
        Files.writeString(NOT_PROVED, message + "\n");
        assumeTrue(false, message);
    }

    private static boolean there(String program) {
        try {
            return run("", List.of(program, "--version")).status() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static Result run(String password, List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Path out = Files.createTempFile("foreign", ".out");
        Path err = Files.createTempFile("foreign", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("PASSWORD", password);
            Process process = builder.start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
