package vn.matluoi.simulators.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts programs that end when this one does, even if it is killed. Any thread. */
public final class Children {

    /** The kernel sends a child its signal when the thread that started it ends: this one never does. */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "children");
        made.setDaemon(true);
        return made;
    });

    private Children() {}

    /**
     * @param signal which ends the program, as {@code TERM}
     * @return the words that go before its command; options of {@code setpriv} may be added
     */
    public static List<String> endedBy(String signal) {
        return new ArrayList<>(List.of("setpriv", "--pdeathsig", signal));
    }

    /** @param program its command begins with {@link #endedBy} */
    public static Process start(ProcessBuilder program) throws IOException {
        try {
            return STARTER.submit(program::start).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
