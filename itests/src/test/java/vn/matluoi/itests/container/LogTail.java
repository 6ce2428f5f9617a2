package vn.matluoi.itests.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.rules.TestWatcher;
import org.junit.runner.Description;

/** Prints the end of the container's log when a test fails. Runs inside the container. */
final class LogTail extends TestWatcher {

    private static final int LINES = 60;

    @Override
    protected void failed(Throwable failure, Description test) {
        var log = Path.of(System.getProperty("karaf.data"), "log", "karaf.log");
        try {
            var lines = Files.readAllLines(log);
            System.err.println("The log of " + test + " ends:");
            lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(System.err::println);
        } catch (IOException e) {
            System.err.println("no log of " + test + " at " + log);
        }
    }
}
