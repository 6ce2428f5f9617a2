package vn.matluoi.forward.registry.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import vn.matluoi.api.Text;

/** How the link to another registry is, and what part of the time it was up. Any thread. */
final class Link {

    private final InstantSource clock;
    private Optional<Text> trouble =
            Optional.of(new Text("chưa kết nối", "not connected yet")); // guarded by this, as below
    private Instant since;
    private Instant counted;
    private Duration up = Duration.ZERO;
    private Duration all = Duration.ZERO;
    private long kept;
    private long waiting;

    Link(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
        this.counted = since;
    }

    synchronized void up() {
        count();
        if (trouble.isPresent()) {
            since = clock.instant();
            trouble = Optional.empty();
        }
    }

    synchronized void down(Text why) {
        count();
        if (trouble.isEmpty()) {
            since = clock.instant();
        }
        trouble = Optional.of(why);
    }

    /** @param cameras how many that ought to be withdrawn are kept, because they are too many */
    synchronized void keeps(long cameras) {
        kept = cameras;
    }

    /** @param cameras how many that were withdrawn wait for a person over there */
    synchronized void waits(long cameras) {
        waiting = cameras;
    }

    private void count() {
        var now = clock.instant();
        var passed = Duration.between(counted, now);
        if (!passed.isNegative()) {
            all = all.plus(passed);
            up = trouble.isEmpty() ? up.plus(passed) : up;
        }
        counted = now;
    }

    synchronized boolean isUp() {
        return trouble.isEmpty();
    }

    /** @return part of the time it was up since the route began, in thousandths */
    synchronized long availability() {
        count();
        return all.isZero() ? 0 : up.toMillis() * 1000 / Math.max(1, all.toMillis());
    }

    synchronized Text shown(String name) {
        var thousandths = availability();
        var share = "%d.%d %%".formatted(thousandths / 10, thousandths % 10);
        var rest = rest();
        return trouble.map(why -> new Text(
                        "%s: mất kết nối từ %s (%s), thông suốt %s%s"
                                .formatted(name, since, why.vi(), share, rest.vi()),
                        "%s: down since %s (%s), up %s of the time%s"
                                .formatted(name, since, why.en(), share, rest.en())))
                .orElseGet(() -> new Text(
                        "%s: kết nối từ %s, thông suốt %s%s".formatted(name, since, share, rest.vi()),
                        "%s: up since %s, up %s of the time%s".formatted(name, since, share, rest.en())));
    }

    private Text rest() {
        var vi = new StringBuilder();
        var en = new StringBuilder();
        if (kept > 0) {
            vi.append(", giữ lại %d camera lẽ ra phải rút (xem withdraw.percent)".formatted(kept));
            en.append(", %d cameras kept that ought to be withdrawn (see withdraw.percent)".formatted(kept));
        }
        if (waiting > 0) {
            vi.append(", nơi nhận chờ người duyệt việc rút %d camera".formatted(waiting));
            en.append(", %d withdrawn cameras wait for a person over there".formatted(waiting));
        }
        return new Text(vi.toString(), en.toString());
    }
}
