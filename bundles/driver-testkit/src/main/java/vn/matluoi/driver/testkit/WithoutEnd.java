package vn.matluoi.driver.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import vn.matluoi.driver.testkit.PlayedDevice.Pace;

/** Writes answers that do not end until the client hangs up, each on a thread of its own, so that others are answered too. */
final class WithoutEnd implements AutoCloseable {

    /** After that it stays silent: more would only fill the memory of the test. */
    private static final long MOST = 64L << 20;

    private final Pace pace;
    private final AtomicLong mostTaken;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    /** @param mostTaken is raised to what a client takes */
    WithoutEnd(Pace pace, AtomicLong mostTaken) {
        this.pace = pace;
        this.mostTaken = mostTaken;
    }

    /** @param connection is closed at the end */
    void begin(OutputStream out, Closeable connection) {
        open.add(connection);
        var thread = new Thread(() -> write(out, connection), "answer-without-end");
        thread.setDaemon(true);
        thread.start();
    }

    private void write(OutputStream out, Closeable connection) {
        var piece = new byte[pace == Pace.FLOOD ? 1 << 16 : 1];
        Arrays.fill(piece, (byte) 'x');
        try (connection) {
            long taken = 0;
            while (!over.await(pace == Pace.FLOOD && taken < MOST ? 0 : 1, TimeUnit.SECONDS)) {
                if (taken < MOST) {
                    out.write(piece);
                    out.flush();
                    taken += piece.length;
                    mostTaken.accumulateAndGet(taken, Math::max);
                }
            }
        } catch (IOException e) {
            // the client hung up, as it should
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(connection);
        }
    }

    /** Hangs up. */
    @Override
    public void close() {
        over.countDown();
        for (var connection : open) {
            try {
                connection.close();
            } catch (IOException e) {
                // the client was quicker
            }
        }
    }
}
