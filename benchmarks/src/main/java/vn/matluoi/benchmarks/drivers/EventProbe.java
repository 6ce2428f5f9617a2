package vn.matluoi.benchmarks.drivers;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.http.DeviceHttp.Connection;
import vn.matluoi.api.http.DeviceHttp.StreamSink;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Events as fast as a driver reads them. What the device told is kept as it came, then played by its program over and over: to the
 * driver, and to one who only reads, in turns. The hub's client would end a stream that comes so fast, so a stream is fed to the
 * driver from a socket; pulls go through the client, and are not spaced.
 */
final class EventProbe {

    private static final int PIECE = 16 * 1024;
    private static final int LEAST = 24 * 1024;
    private static final int ROUNDS = 3;
    private static final int PATIENCE_SECONDS = 300;

    private final Driven driven;
    private final String address;
    private final URI player;
    private final boolean pulls;
    private final AtomicLong events = new AtomicLong();
    private final AtomicReference<DeviceException> ended = new AtomicReference<>(); // by itself, while it was played to
    private final Events.Sink sink = new Events.Sink() {
        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {
            events.incrementAndGet();
        }

        @Override
        public void ended(DeviceException why) {
            ended.compareAndSet(null, why);
        }
    };

    EventProbe(Driven driven, String family, String address, String player) {
        this.driven = driven;
        this.address = address;
        this.player = URI.create(player);
        pulls = family.equals("onvif");
    }

    void run(int mib, Meter meter) throws Exception {
        byte[] tape = record();
        keep(tape);
        long times = Math.max(1, ((long) mib << 20) / tape.length);
        parse(Math.max(1, times / 2));
        read(Math.max(1, times / 2));
        long nanos = 0;
        long cpu = 0;
        long floor = 0;
        long allocated = 0;
        long perRound = 0;
        events.set(0);
        ended.set(null);
        for (int round = 0; round < ROUNDS; round++) {
            floor += read(times).cpu();
            Meter.Used used = parse(times);
            nanos += used.nanos();
            cpu += used.cpu();
            allocated += used.allocated();
            perRound = round == 0 ? events.get() : perRound;
        }
        double told = events.get();
        if (ended.get() != null || told == 0 || told != (double) ROUNDS * perRound) {
            throw new IOException("the driver did not read to the end: " + told + " events", ended.get());
        }
        meter.put("perTape", told / ROUNDS / times);
        meter.put("bytes", (double) ROUNDS * times * tape.length / told);
        meter.put("perSecond", told * 1e9 / nanos);
        meter.put("mibPerSecond", (double) ROUNDS * times * tape.length / (1 << 20) * 1e9 / nanos);
        meter.put("micros", cpu / 1e3 / told);
        meter.put("allocated", allocated / told);
        if (floor > 0) { // the system counts CPU in hundredths of a second
            meter.put("timesReading", (double) cpu / floor);
        }
    }

    /** @return whole parts of a stream, or one answer to a pull */
    private byte[] record() throws Exception {
        try (var session = driven.open(address)) {
            session.channels();
            try (var heard = session.facet(Events.class).orElseThrow().subscribe(sink)) {
                byte[] tape = tape();
                for (int i = 0; tape.length < LEAST; i++) {
                    if (i == 40) {
                        throw new IOException("only " + tape.length + " bytes of events came");
                    }
                    System.out.println("raise");
                    TimeUnit.MILLISECONDS.sleep(500);
                    tape = tape();
                }
                return tape;
            }
        }
    }

    private byte[] tape() {
        if (pulls) {
            return driven.tap.pulled();
        }
        byte[] all = driven.tap.heard();
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int first = text.indexOf("--");
        int eol = text.indexOf('\r', first);
        return first < 0 || eol < 0
                ? new byte[0]
                : Arrays.copyOfRange(all, first, text.lastIndexOf(text.substring(first, eol)));
    }

    private void keep(byte[] tape) throws IOException {
        try (Socket socket = new Socket(player.getHost(), player.getPort())) {
            socket.getOutputStream().write(("KEEP " + tape.length + "\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(tape);
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the player kept nothing");
            }
        }
    }

    /** Only reads. */
    private Meter.Used read(long times) throws Exception {
        if (!pulls) {
            return pump(times, piece -> {});
        }
        try (Connection wire = wire()) {
            Meter.Used before = Meter.Used.now();
            for (long left = times; left > 0; left--) {
                if (pull(wire).toCompletableFuture().get().bytes().length == 0) {
                    throw new IOException("an empty answer");
                }
            }
            return Meter.Used.now().minus(before);
        }
    }

    private Meter.Used parse(long times) throws Exception {
        CompletableFuture<Meter.Used> used = new CompletableFuture<>();
        try (Connection wire = wire();
                var session = driven.open(address)) {
            session.channels();
            driven.tap.play(new Tap.Source() {
                private Optional<Meter.Used> before = Optional.empty();
                private long left = times;

                @Override
                public AutoCloseable stream(StreamSink to) {
                    new Thread(() -> {
                                try {
                                    used.complete(pump(times, to));
                                } catch (IOException e) {
                                    used.completeExceptionally(e);
                                }
                            })
                            .start();
                    return () -> {};
                }

                @Override
                public synchronized CompletionStage<DeviceReply> pull() {
                    before = before.isPresent() ? before : Optional.of(Meter.Used.now());
                    if (left-- > 0) {
                        return EventProbe.pull(wire);
                    }
                    used.complete(Meter.Used.now().minus(before.get()));
                    return new CompletableFuture<>(); // a long poll: nothing more happens
                }
            });
            try (var heard = session.facet(Events.class).orElseThrow().subscribe(sink)) {
                return used.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private Connection wire() throws DeviceException {
        return driven.http.connect(driven.target(player.toString(), "", ""));
    }

    private static CompletionStage<DeviceReply> pull(Connection wire) {
        return wire.send(DeviceRequest.post("/pull", "application/soap+xml; charset=utf-8", new byte[800]));
    }

    private Meter.Used pump(long times, Consumer<byte[]> to) throws IOException {
        try (Socket socket = new Socket(player.getHost(), player.getPort())) {
            socket.getOutputStream().write(("PLAY " + times + "\n").getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] piece = new byte[PIECE];
            Meter.Used before = Meter.Used.now();
            for (int got = in.readNBytes(piece, 0, PIECE); got > 0; got = in.readNBytes(piece, 0, PIECE)) {
                to.accept(got == PIECE ? piece : Arrays.copyOf(piece, got));
            }
            return Meter.Used.now().minus(before);
        }
    }
}
