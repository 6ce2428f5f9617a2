package vn.matluoi.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of the machine, run and waited for. */
final class Commands {

    private Commands() {}

    record Result(int status, String out, String err) {

        String everything() {
            return out + err;
        }
    }

    static Result run(List<String> command) throws IOException, InterruptedException {
        return run(command, Map.of(), Project.ROOT, 120);
    }

    /** Runs a program to its end. Its output goes through files, so that a background child cannot hold us. */
    static Result run(List<String> command, Map<String, String> environment, Path folder, int seconds)
            throws IOException, InterruptedException {
        Files.createDirectories(Project.TARGET);
        var out = Files.createTempFile(Project.TARGET, "out", ".txt");
        var err = Files.createTempFile(Project.TARGET, "err", ".txt");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("%s did not end within %d s; it said: %s%s"
                        .formatted(command, seconds, Files.readString(out), Files.readString(err)));
            }
            return new Result(
                    process.exitValue(),
                    new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
                    new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
