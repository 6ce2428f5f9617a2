package vn.matluoi.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds offsets at which a hub's and the simulators' ports are free. */
final class Ports {

    private static final List<Integer> USED = List.of(
            8443, 8181, 8554, 8101, 9080, 9081, 9082, 9083, 9084, 9085, 9086, 9087, 9088, 9089, 9090, 9091, 9092, 9093,
            9554, 9555, 9556, 9557, 9558);

    /** More than the simulators' ports are apart. */
    private static final int STEP = 20;

    private static final AtomicInteger NEXT =
            new AtomicInteger(1000 + (int) (ProcessHandle.current().pid() % 200) * STEP);

    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 1000) * 10);

    private Ports() {}

    static int freeOffset() {
        for (var tries = 0; tries < 200; tries++) {
            var offset = NEXT.addAndGet(STEP);
            if (offset > 9000) {
                NEXT.set(1000);
                continue;
            }
            if (USED.stream().allMatch(port -> isFree(port + offset))) {
                return offset;
            }
        }
        throw new AssertionError("no free ports for a hub");
    }

    /** Below those that Linux hands out (32768 and more): none that a client takes before a server does. */
    static int free() {
        for (var tries = 0; tries < 1000; tries++) {
            var port = NEXT_PORT.incrementAndGet();
            if (port >= 32_000) {
                NEXT_PORT.set(20_000);
            } else if (isFree(port)) {
                return port;
            }
        }
        throw new AssertionError("no free port");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
