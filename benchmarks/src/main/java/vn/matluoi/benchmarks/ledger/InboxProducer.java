package vn.matluoi.benchmarks.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** An agency that drops its sheets into a folder, each once; the hub has one when it lies in {@code done} with its report. */
final class InboxProducer extends SheetProducer {

    private final Path folder;
    private final Duration patience;
    private String dropped = "";

    /** @param folder the inbox, whose route an administrator has set up */
    InboxProducer(Api api, Path ledgers, Path folder, int epoch, long seed, Duration patience, int most)
            throws IOException {
        super(api, ledgers, folder.getFileName().toString(), epoch, seed, patience, most);
        this.folder = folder;
        this.patience = patience;
    }

    @Override
    void prepare() {
        // the route makes the source
    }

    @Override
    Sending next(Event.Id id) {
        return sheet("inbox", id, false);
    }

    @Override
    Api.Answer send(Sending sending) throws IOException, InterruptedException {
        String name = fileName(sending.event().id());
        if (!name.equals(dropped)) { // said once; what comes after is only asking
            Path part = Files.write(folder.resolve(name + ".part"), sending.body());
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            dropped = name;
        }
        long until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < until && !stopped()) {
            if (ended("done", name)) {
                return new Api.Answer(Outcome.OK, 200, new byte[0]);
            }
            if (ended("failed", name)) {
                return new Api.Answer(Outcome.FAIL, 400, ("failed/" + name).getBytes());
            }
            Thread.sleep(20);
        }
        return new Api.Answer(Outcome.UNKNOWN, 0, new byte[0]);
    }

    @Override
    boolean losesAnswers() {
        return false;
    }

    private boolean ended(String end, String name) {
        return Files.exists(folder.resolve(end).resolve(name))
                && Files.exists(folder.resolve(end).resolve(name + ".report.xlsx"));
    }
}
