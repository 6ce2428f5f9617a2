package vn.matluoi.benchmarks.drivers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** One client of a protocol, measured as any other of it is. */
final class Clients {

    private final Meter meter;

    Clients(Meter meter) {
        this.meter = meter;
    }

    /**
     * @param identity makes a client and has it ask the device who it is
     * @param whole makes a client and has it ask who the device is, and where the main stream of each channel is
     * @param rounds how often the latter is measured, and how many clients are held
     */
    void measure(Callable<?> identity, Callable<?> whole, int rounds) throws Exception {
        drop(identity.call());
        meter.put("firstMillis", Meter.millisSinceStart());
        drop(whole.call());
        meter.put("coldMillis", Meter.millisSinceStart());
        for (int i = 0; i < rounds; i++) {
            drop(whole.call());
        }
        double[] millis = new double[rounds];
        Meter.Used before = Meter.Used.now();
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            drop(whole.call());
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        Meter.Used used = Meter.Used.now().minus(before);
        meter.put("millis", Meter.median(millis));
        meter.put("cpuMillis", used.cpu() / 1e6 / rounds);
        meter.put("allocatedKiB", used.allocated() / 1024.0 / rounds);
        double heap = Meter.heapKiB();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            held.add(whole.call());
        }
        // what caches let go meanwhile is no gain
        meter.put("heldKiB", Math.max(0, Meter.heapKiB() - heap) / rounds);
        meter.put("heapMiB", heap / 1024);
        java.lang.ref.Reference.reachabilityFence(held);
        meter.put("residentMiB", Meter.residentMiB());
        meter.put("classes", Meter.classes());
        meter.put("threads", Meter.peakThreads());
    }

    private static void drop(Object client) throws Exception {
        if (client instanceof AutoCloseable open) {
            open.close();
        }
    }
}
