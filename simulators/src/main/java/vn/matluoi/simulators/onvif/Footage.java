package vn.matluoi.simulators.onvif;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import vn.matluoi.simulators.rtsp.Cameras.Piece;

/**
 * What a recorder has kept of each channel: the last {@value #DAYS} days, every day but the ten minutes from 18:00 UTC
 * (one in the morning in Việt Nam), when it tidies its disk. It follows from the time, and is kept nowhere.
 */
final class Footage {

    static final int DAYS = 7;

    private static final Duration TIDY_FROM = Duration.ofHours(18);
    private static final Duration TIDY_FOR = Duration.ofMinutes(10);

    private Footage() {}

    static Instant earliest(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).minus(DAYS, ChronoUnit.DAYS);
    }

    /** Pieces that lie at least partly in a time, cut to what is there by now but not to that time. */
    static List<Piece> pieces(Instant from, Instant to, Instant now) {
        List<Piece> found = new ArrayList<>();
        Instant start = earliest(now);
        for (Instant day = start; !day.isAfter(now); day = day.plus(1, ChronoUnit.DAYS)) {
            Instant end = day.plus(TIDY_FROM);
            add(found, new Piece(start, end.isBefore(now) ? end : now), from, to);
            start = end.plus(TIDY_FOR);
        }
        add(found, new Piece(start, now), from, to);
        return found;
    }

    private static void add(List<Piece> found, Piece piece, Instant from, Instant to) {
        if (piece.from().isBefore(piece.to())
                && piece.from().isBefore(to)
                && piece.to().isAfter(from)) {
            found.add(piece);
        }
    }
}
