package vn.matluoi.benchmarks.drivers;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.event.CameraEvent;

/** The program in which one driver is measured once, and nothing else runs. It prints its figures and ends. */
final class Probe {

    /** What is made once for all sessions is there after two. */
    private static final int ONCE = 2;

    private static final int OPENERS = 8;

    private final Driven driven;
    private final Meter meter = new Meter();
    private final AtomicInteger ended = new AtomicInteger();

    private Probe(Driven driven) {
        this.driven = driven;
    }

    /** @param arguments what to measure, the family, a file with the password, and what that takes */
    public static void main(String[] arguments) throws Exception {
        Meter.endWithInput();
        String family = arguments[1];
        Probe probe = new Probe(
                new Driven(family, Files.readString(Path.of(arguments[2])).strip()));
        switch (arguments[0]) {
            case "look" -> probe.look(arguments[3], Integer.parseInt(arguments[4]));
            case "events" ->
                new EventProbe(probe.driven, family, arguments[3], arguments[4])
                        .run(Integer.parseInt(arguments[5]), probe.meter);
            case "hold" -> probe.hold(Files.readAllLines(Path.of(arguments[3])), Integer.parseInt(arguments[4]));
            default ->
                new Clients(probe.meter)
                        .measure(
                                () -> {
                                    DeviceSession session = probe.driven.open(arguments[3]);
                                    session.facet(DeviceFacet.Identity.class)
                                            .orElseThrow()
                                            .info();
                                    return session;
                                },
                                () -> {
                                    DeviceSession session = probe.driven.open(arguments[3]);
                                    probe.driven.addresses(session);
                                    return session;
                                },
                                Integer.parseInt(arguments[4]));
        }
        probe.meter.print();
        System.exit(0);
    }

    private void look(String address, int rounds) throws Exception {
        Meter.Used first = Meter.Used.now();
        int channels = driven.look(address);
        meter.put("firstMillis", Meter.Used.now().minus(first).nanos() / 1e6);
        meter.put("channels", channels);
        if (rounds > 0) {
            double[] millis = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                driven.look(address); // what is compiled in the end is
            }
            Meter.Used before = Meter.Used.now();
            for (int i = 0; i < rounds; i++) {
                long began = System.nanoTime();
                driven.look(address);
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
            Meter.Used used = Meter.Used.now().minus(before);
            meter.put("millis", Meter.median(millis));
            meter.put("cpuMillis", used.cpu() / 1e6 / rounds);
            meter.put("allocatedKiB", used.allocated() / 1024.0 / rounds);
        }
    }

    /** Sessions are opened by a few threads, as the hub opens them, which are gone before it is weighed. */
    private void hold(List<String> addresses, int count) throws Exception {
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < ONCE; i++) {
            held.addAll(opened(addresses.get(i % addresses.size())));
        }
        double heap = Meter.heapKiB();
        double resident = Meter.residentMiB();
        int threads = Meter.threads();
        var openers = Executors.newFixedThreadPool(OPENERS);
        List<Future<List<Object>>> opening = new ArrayList<>();
        for (int i = ONCE; i < count; i++) {
            String address = addresses.get(i % addresses.size());
            opening.add(openers.submit((Callable<List<Object>>) () -> opened(address)));
        }
        for (Future<List<Object>> one : opening) {
            held.addAll(one.get());
        }
        openers.shutdown();
        openers.awaitTermination(10, TimeUnit.SECONDS);
        opening.clear();
        if (ended.get() > 0) {
            throw new IOException(ended.get() + " subscriptions ended, which were to be held");
        }
        meter.put("heapKiB", (Meter.heapKiB() - heap) / (count - ONCE));
        meter.put("residentMiB", Meter.residentMiB() - resident);
        meter.put("threadsMore", Meter.threads() - threads);
        meter.put("threads", Meter.threads());
        Reference.reachabilityFence(held);
    }

    private List<Object> opened(String address) throws Exception {
        DeviceSession session = driven.open(address);
        session.channels();
        var events = session.facet(DeviceFacet.Events.class);
        return events.isPresent()
                ? List.of(session, events.get().subscribe(new DeviceFacet.Events.Sink() {
                    @Override
                    public void event(CameraEvent event, Optional<Duration> lapse) {
                        // what is held is weighed, not what is told
                    }

                    @Override
                    public void ended(DeviceException why) {
                        System.err.println("ended: " + why.text().en());
                        ended.incrementAndGet();
                    }
                }))
                : List.of(session);
    }
}
