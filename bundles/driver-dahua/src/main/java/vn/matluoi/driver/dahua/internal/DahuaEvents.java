package vn.matluoi.driver.dahua.internal;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;

/**
 * Events of a device, of all its channels in one stream: {@code eventManager.cgi?action=attach}. Where a source wants only
 * some codes and the firmware refuses a list, all are asked for and the others passed over.
 */
final class DahuaEvents implements DeviceFacet.Events {

    /** Option of a source: the only codes wanted, with commas between. */
    static final String OPTION = "events.codes";

    private static final String ALL = "All";
    private static final int MOST_CODES = 64;

    private final Cgi cgi;
    private final Target target;
    private final InstantSource clock;
    private final LongSupplier nanos;

    DahuaEvents(Cgi cgi, Target target, InstantSource clock) {
        this(cgi, target, clock, System::nanoTime);
    }

    DahuaEvents(Cgi cgi, Target target, InstantSource clock, LongSupplier nanos) {
        this.cgi = cgi;
        this.target = target;
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public Subscription subscribe(Sink sink) throws DeviceException {
        var codes = codes();
        var stream = attach(codes, codes, sink);
        var refused = stream.open(target.timeout());
        if (refused.isPresent() && !codes.isEmpty() && refused.get().status() != 403) {
            stream = attach(Set.of(), codes, sink);
            refused = stream.open(target.timeout());
        }
        if (refused.isPresent()) {
            int status = refused.get().status();
            throw switch (status) {
                case 403 -> Words.noRight();
                case 500 -> Words.busy(); // just restarted, or all of its connections are taken
                default -> Words.noEvents(status);
            };
        }
        return stream;
    }

    private EventStream attach(Set<String> asked, Set<String> wanted, Sink sink) {
        return new EventStream(cgi, path(asked), target.id(), clock, wanted, sink, nanos);
    }

    /** Brackets are signed as they are sent, so they are sent encoded. */
    static String path(Set<String> codes) {
        return "/cgi-bin/eventManager.cgi?action=attach&codes=%%5B%s%%5D&heartbeat=%d"
                .formatted(codes.isEmpty() ? ALL : String.join(",", codes), EventStream.HEARTBEAT.toSeconds());
    }

    /** @return empty for all */
    private Set<String> codes() throws DeviceException {
        var option =
                Optional.ofNullable(target.options().get(OPTION)).orElse("").strip();
        if (option.isEmpty() || option.equalsIgnoreCase(ALL)) {
            return Set.of();
        }
        var codes = new LinkedHashSet<>(Arrays.asList(option.split("\\s*,\\s*")));
        if (codes.size() > MOST_CODES || codes.stream().anyMatch(c -> !c.matches("\\w{1,64}"))) {
            throw Words.badOption(OPTION, option, "VideoMotion,AlarmLocal");
        }
        return codes;
    }
}
