package vn.matluoi.camel.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterDesk.Count;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.schema.SchemaReady;

/**
 * Keeps what routes could not bring in, within bounds. Old letters are looked for when one comes, or when somebody looks, once an hour at
 * most: it takes no thread.
 */
@Component(
        service = {DeadLetters.class, KeptLetters.class},
        configurationPid = "vn.matluoi.letters")
@Designate(ocd = KeptLetters.Settings.class)
public final class KeptLetters implements DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(KeptLetters.class);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final int CUT = 64 << 10; // bytes kept of what is too large
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TYPE = 100;
    private static final int LONGEST_RULE = 60;
    private static final int LONGEST_WHY = 2_000;

    private final LetterStore store;
    private final LetterKeeping keeping;
    private final InstantSource clock;
    private final Map<String, LongAdder> overrun = new ConcurrentHashMap<>();
    private long last; // number; guarded by this, as the next
    private Instant sweep = Instant.MIN;

    @ObjectClassDefinition(
            name = "Dead letters",
            description = "What is kept of what routes could not bring in; etc/vn.matluoi.letters.cfg.")
    @interface Settings {

        @AttributeDefinition(name = "keep.days", description = "Days a letter is kept: 1 to 3650.")
        String keep_days() default "30";

        @AttributeDefinition(name = "route.mib", description = "Room for the letters of one route, MiB: 33 to 4096.")
        String route_mib() default "64";
    }

    @Activate
    public KeptLetters(
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=routes)") SchemaReady ready,
            Settings settings) {
        this(
                new LetterStore(database),
                LetterKeeping.of(settings.keep_days(), settings.route_mib()),
                InstantSource.system());
    }

    KeptLetters(LetterStore store, LetterKeeping keeping, InstantSource clock) {
        this.store = store;
        this.keeping = keeping;
        this.clock = clock;
    }

    LetterStore store() {
        sweep();
        return store;
    }

    @Override
    public long keep(String routeName, Letter letter) {
        sweep();
        var now = clock.instant();
        var rule = cut(letter.rule(), LONGEST_RULE);
        var hash = hash(letter.raw());
        return store.again(routeName, rule, hash, now).orElseGet(() -> {
            var whole = letter.raw().length <= MOST_BYTES;
            var kept = new DeadLetter(
                    next(now),
                    routeName,
                    cut(letter.name(), LONGEST_NAME),
                    cut(letter.mediaType(), LONGEST_TYPE),
                    letter.raw().length,
                    whole,
                    rule,
                    cut(letter.why()),
                    now,
                    now,
                    1,
                    0);
            var packed = pack(whole ? letter.raw() : Arrays.copyOf(letter.raw(), CUT));
            gaveWay(
                    routeName,
                    store.add(new LetterStore.Row(kept, hash, packed), keeping.routeBytes(), keeping.routeLetters()));
            return kept.id();
        });
    }

    /** It was handed in again, in vain: the next attempt is another delivery. */
    void refused(long id, String rule, Text why) {
        store.refused(id, cut(rule, LONGEST_RULE), cut(why));
    }

    /** @return what there is of each route, and what gave way */
    Map<String, Count> counts() {
        var held = store().held();
        var counts = new TreeMap<String, Count>();
        held.forEach((route, each) -> counts.put(route, new Count(each.letters(), each.bytes(), overrunOf(route))));
        overrun.keySet().forEach(route -> counts.putIfAbsent(route, new Count(0, 0, overrunOf(route))));
        return counts;
    }

    private long overrunOf(String route) {
        var count = overrun.get(route);
        return count == null ? 0 : count.sum();
    }

    private void gaveWay(String route, int letters) {
        if (letters == 0) {
            return;
        }
        var count = overrun.computeIfAbsent(route, name -> new LongAdder());
        if (count.sum() == 0) { // once: what brings so many brings more
            LOG.warn(
                    "route {}: its oldest dead letters give way, of {} MiB and {} letters at most",
                    route,
                    keeping.routeBytes() >> 20,
                    keeping.routeLetters());
        }
        count.add(letters);
    }

    /** A number that nobody had, also after a restart: about the time it was given. */
    private synchronized long next(Instant now) {
        if (last == 0) {
            last = store.last();
        }
        last = Math.max(last + 1, now.toEpochMilli());
        return last;
    }

    private void sweep() {
        var now = clock.instant();
        synchronized (this) {
            if (now.isBefore(sweep)) {
                return;
            }
            sweep = now.plus(SWEEP);
        }
        store.forgetBefore(now.minus(keeping.age()));
    }

    private static Text cut(Text text) {
        return new Text(cut(text.vi(), LONGEST_WHY), cut(text.en(), LONGEST_WHY));
    }

    /** What strangers called it is shown in tables: no control characters. */
    private static String cut(String text, int most) {
        var clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        if (clean.length() <= most) {
            return clean;
        }
        var end = Character.isHighSurrogate(clean.charAt(most - 2)) ? most - 2 : most - 1;
        return clean.substring(0, end) + "…";
    }

    private static String hash(byte[] raw) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] pack(byte[] raw) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not into memory
        }
        return packed.toByteArray();
    }

    /** @return the bytes that were packed; we packed them: they are no larger than we let in */
    static byte[] unpack(byte[] packed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
