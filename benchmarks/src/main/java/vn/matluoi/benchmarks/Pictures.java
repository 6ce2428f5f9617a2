package vn.matluoi.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Asks for pictures of a camera without a pause. */
final class Pictures implements AutoCloseable {

    private final Hub admin;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<Long> gaps = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final Thread asker;

    Pictures(Hub admin, String camera) {
        this.admin = admin;
        asker = new Thread(() -> ask("/api/v1/cameras/" + camera + "/snapshot"), "pictures");
        asker.setDaemon(true);
        asker.start();
    }

    private void ask(String path) {
        while (!over.get()) {
            try {
                if (admin.exchange("GET", path, Map.of()).statusCode() == 200) {
                    long now = System.nanoTime();
                    gaps.add(now - last.getAndSet(now));
                } else {
                    failed.incrementAndGet();
                }
            } catch (IOException e) {
                failed.incrementAndGet();
            }
        }
    }

    void restart() {
        failed.set(0);
        gaps.clear();
    }

    double longestGap(int afterSeconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(afterSeconds);
        return gaps.stream().mapToLong(Long::longValue).max().orElse(0) / 1e6;
    }

    /** The median of what there was since the restart. */
    double pace() {
        return gaps.stream().sorted().skip(gaps.size() / 2).findFirst().orElse(0L) / 1e6;
    }

    long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        over.set(true);
    }
}
