package vn.matluoi.api.route;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;

/**
 * What an agency's program delivers by itself, and how it is kept if the hub cannot make sense of it: among the dead letters of the route by
 * which it came. Who sent it is told so with the refusal.
 *
 * @param name what people call it, see {@link DeadLetters.Letter#name()}
 * @param mediaType of its bytes
 * @param raw its bytes as they came; asked for only if it is kept
 */
public record RefusedDelivery(String name, String mediaType, Supplier<byte[]> raw) {

    public RefusedDelivery {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(raw, "raw");
    }

    /** @param contentType as the sender wrote it, parameters and all; may be null */
    public static String mediaType(String contentType) {
        return contentType == null
                ? "application/octet-stream"
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** A refusal whose delivery is kept. */
    private static final class Kept extends HubException {

        private static final long serialVersionUID = 1L;

        Kept(HubException why, String routeName, long number) {
            super(
                    Reason.INVALID,
                    why.rule(),
                    new Text(
                            "%s Nội dung được giữ nguyên văn: bản tin %d của tuyến %s; quản trị viên xem bằng hub:dead-letter-show, cho nhận lại bằng hub:dead-letter-replay."
                                    .formatted(why.text().vi(), number, routeName),
                            "%s What was sent is kept as it came: letter %d of the route %s; an administrator sees it by hub:dead-letter-show, and has it taken again by hub:dead-letter-replay."
                                    .formatted(why.text().en(), number, routeName)),
                    why.errors());
        }
    }

    /** @return whether that refusal's delivery has been kept */
    public static boolean isKept(HubException refusal) {
        return refusal instanceof Kept;
    }

    /**
     * Keeps it, if its sender is at fault for it.
     *
     * @param letters where; empty if nobody keeps any now
     * @param route by which it came
     * @param why it is refused
     * @return what to answer: the same, and the letter's number, if it is kept
     */
    public HubException keep(Optional<DeadLetters> letters, AgencyRoute route, HubException why) {
        if (letters.isEmpty() || why.reason() != Reason.INVALID || isKept(why)) {
            return why;
        }
        try {
            var letter = new DeadLetters.Letter(name, mediaType, raw.get(), why.rule(), why.text());
            return new Kept(why, route.routeName(), letters.get().keep(route.routeName(), letter));
        } catch (HubException notNow) { // its sender has it still, and is told what is wrong with it
            why.addSuppressed(notNow);
            return why;
        }
    }

    /**
     * Keeps a list of which nothing was taken.
     *
     * @param letters where; empty if nobody keeps any now
     * @param route by which it came
     * @param report what became of it
     * @throws HubException {@code UNAVAILABLE} if it cannot be kept now
     */
    public void keep(Optional<DeadLetters> letters, AgencyRoute route, IntakeReport report) {
        if (letters.isPresent() && report.mode() == Intake.Mode.COMMIT && AgencySheets.isRefused(report)) {
            letters.get().keep(route.routeName(), AgencySheets.letter(name, mediaType, report, raw.get()));
        }
    }
}
