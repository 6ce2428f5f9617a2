package vn.matluoi.driver.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is written to standard output and error, the log of a test run included, while it is open. */
final class Heard implements AutoCloseable {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    private Heard() {}

    static Heard listen() {
        var heard = new Heard();
        System.setOut(new PrintStream(heard.both(heard.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(heard.both(heard.err), true, StandardCharsets.UTF_8));
        return heard;
    }

    private OutputStream both(PrintStream through) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                synchronized (bytes) {
                    bytes.write(b);
                }
                through.write(b);
            }
        };
    }

    String text() {
        synchronized (bytes) {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }
}
