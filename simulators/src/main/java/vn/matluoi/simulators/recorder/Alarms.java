package vn.matluoi.simulators.recorder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a recorder tells over {@code Event/notification/alertStream}: a heartbeat at once and then every ten seconds, each
 * alarm once a second with a rising counter, and its end. There is one such stream: a new one ends the one before it.
 */
final class Alarms {

    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration REPEAT = Duration.ofSeconds(1);
    private static final Set<String> MOMENTS = Set.of("anpr", "facesnap", "peoplecounting", "vehicledetection");
    private static final byte[] NO_PICTURE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, '\n', '<', '{', '\n'};

    private final Clock clock;
    private final AlarmText text;
    private final Predicate<Quirk> is;
    // all below is guarded by this
    private final Map<String, Running> running = new LinkedHashMap<>();
    private long streams;
    private long open;
    private Instant nextBeat = Instant.MIN;
    private Instant nextLoss = Instant.MIN;
    private int losses;

    /**
     * Something that happens.
     *
     * @param channel 0 for the recorder itself
     * @param target {@code human, vehicle} or empty
     * @param plate of a vehicle, or empty
     */
    record Alarm(int channel, String type, String target, String plate) {}

    private static final class Running {
        private final Alarm alarm;
        private final Instant ends;
        private Instant next;
        private int count;

        Running(Alarm alarm, Instant now, Duration time) {
            this.alarm = alarm;
            next = now;
            ends = now.plus(time);
        }
    }

    /** @param is whether the recorder is odd in a way, now */
    Alarms(Clock clock, AlarmText text, Predicate<Quirk> is) {
        this.clock = clock;
        this.text = text;
        this.is = is;
    }

    /** Whether it has no end that could be told. */
    static boolean isMoment(String type) {
        return MOMENTS.contains(type.toLowerCase(Locale.ROOT));
    }

    /** It begins now and lasts so long; the same alarm of the same channel is only made longer. */
    synchronized void raise(Alarm alarm, Duration time) {
        Instant now = clock.instant();
        running.values().removeIf(r -> r.ends.plus(REPEAT).isBefore(now) && open == 0);
        running.put(alarm.type() + '/' + alarm.channel(), new Running(alarm, now, time));
        notifyAll();
    }

    /** Streams that are open: 0 or 1. */
    synchronized long open() {
        return open;
    }

    /** Writes until the other side is gone, or another stream was opened. */
    void write(OutputStream out) throws IOException, InterruptedException {
        long mine;
        synchronized (this) {
            mine = ++streams;
            open = 1;
            nextBeat = clock.instant();
            notifyAll();
        }
        try {
            for (byte[] due = due(mine); due.length > 0; due = due(mine)) {
                out.write(due);
                out.flush();
            }
        } finally {
            synchronized (this) {
                open = mine == streams ? 0 : open;
            }
        }
    }

    /** Waits for what is to be sent next; nothing if this stream is over. */
    private synchronized byte[] due(long mine) throws InterruptedException {
        while (mine == streams) {
            Instant now = clock.instant();
            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            alarms(now).forEach(xml -> part(xml, parts));
            losses(now).forEach(xml -> part(xml, parts));
            if (!now.isBefore(nextBeat)) {
                nextBeat = now.plus(BEAT);
                if (!is.test(Quirk.NO_HEARTBEAT)) {
                    part(text.of(new Alarm(1, "videoloss", "", ""), false, 0), parts);
                }
            }
            if (parts.size() > 0) {
                return parts.toByteArray();
            }
            wait(Math.max(1, Duration.between(now, next()).toMillis()));
        }
        return new byte[0];
    }

    /** When something is to be sent if nothing happens before. */
    private Instant next() {
        Instant next = nextBeat;
        if (is.test(Quirk.ENDLESS_VIDEO_LOSS) && nextLoss.isBefore(next)) {
            next = nextLoss;
        }
        for (Running one : running.values()) {
            Instant due = one.ends.isBefore(one.next) ? one.ends : one.next;
            next = due.isBefore(next) ? due : next;
        }
        return next;
    }

    /** Looks again: the clock was moved, or the recorder became odd. */
    synchronized void wake() {
        notifyAll();
    }

    private List<String> alarms(Instant now) {
        List<String> due = new ArrayList<>();
        for (Iterator<Running> all = running.values().iterator(); all.hasNext(); ) {
            Running one = all.next();
            boolean moment = isMoment(one.alarm.type());
            if (!now.isBefore(one.next) && (one.count == 0 || now.isBefore(one.ends))) {
                due.add(text.of(one.alarm, true, ++one.count));
                one.next = now.plus(REPEAT);
            }
            if (moment || !now.isBefore(one.ends)) {
                all.remove();
                if (!moment && !is.test(Quirk.NEVER_INACTIVE)) {
                    due.add(text.of(one.alarm, false, one.count));
                }
            }
        }
        return due;
    }

    private List<String> losses(Instant now) {
        if (!is.test(Quirk.ENDLESS_VIDEO_LOSS) || now.isBefore(nextLoss)) {
            return List.of();
        }
        nextLoss = now.plus(REPEAT);
        losses++;
        return text.dead().stream()
                .map(channel -> text.of(new Alarm(channel, "videoloss", "", ""), true, losses))
                .toList();
    }

    private void part(String xml, ByteArrayOutputStream out) {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        head("application/xml; charset=\"UTF-8\"", is.test(Quirk.WRONG_PART_LENGTH) ? 7 : body.length, out);
        out.writeBytes(body);
        line("\r\n", out);
        if (is.test(Quirk.JPEG_BETWEEN_PARTS)) {
            head("image/jpeg", NO_PICTURE.length, out);
            out.writeBytes(NO_PICTURE);
            line("\r\n", out);
        }
    }

    private void head(String type, int length, ByteArrayOutputStream out) {
        boolean odd = is.test(Quirk.BOUNDARY_LF_CR_LF);
        line(odd ? "--boundary\n\r\n" : "--boundary\r\n", out);
        if (is.test(Quirk.DOUBLED_BOUNDARY)) {
            line("--boundary\r\n", out);
        }
        line("Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n", out);
    }

    private static void line(String line, ByteArrayOutputStream out) {
        out.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
    }
}
