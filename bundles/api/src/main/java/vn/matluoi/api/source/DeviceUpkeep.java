package vn.matluoi.api.source;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DeviceFacet.Health.HealthReport;

/**
 * What is done to the device of a source itself, on a person's order: it is asked how it is, its account gets another password,
 * its clock is read and set. Each call waits for the device, up to three minutes; any thread. The caller must have asked {@code AccessDecisions}
 * before. All fail with a {@link vn.matluoi.api.HubException}: {@code DEVICE} if the device fails, {@code UNSUPPORTED} if it, or
 * its driver, has no such ability.
 */
@ProviderType
public interface DeviceUpkeep {

    /**
     * Gives the source's account on its device another password. The new one is in the vault before the device is told, and both
     * are kept until the device has shown which one holds: a hub that ends in the midst of it loses neither. The new one counts
     * for every source with the same host, port, user name and driver. Nothing else is sent to the device meanwhile.
     *
     * @param chosen the new password, 8 to 16 ASCII characters; cleared by the caller. Empty: the hub makes one that nobody
     *     ever sees
     * @throws vn.matluoi.api.HubException {@code INVALID} for a password that devices do not take; {@code CONFLICT} if a change of
     *     that device is under way or unsettled, or sources of another driver share the account; {@code DEVICE} if it came to
     *     nothing: the text says which password holds now
     */
    Rotation rotate(Caller by, SourceId id, Optional<char[]> chosen);

    /** Asks the device how it is, in its own words. What of it is amiss is among the causes of the source's state, too. */
    HealthReport health(SourceId id);

    /**
     * What the hub itself has to say of a device that answered: that it has no serial number, or shares one with the device of
     * another source. Does not ask the device.
     */
    default List<Text> remarks(SourceId id) {
        return List.of();
    }

    /** Asks the device for its time, and where it takes that from. */
    ClockCheck clock(SourceId id);

    /**
     * Sets the device's clock to the hub's. A device that takes its time from a server is told not to any more: the server would
     * undo it.
     *
     * @throws vn.matluoi.api.HubException {@code UNAVAILABLE} if the hub's own clock was never set
     */
    ClockSet setClock(Caller by, SourceId id);

    /**
     * A password was changed.
     *
     * @param sources those that log in with the new one now
     */
    record Rotation(List<SourceId> sources) {

        public Rotation {
            sources = List.copyOf(sources);
        }
    }

    /**
     * What a device said of its clock.
     *
     * @param offset device clock minus hub clock
     * @param follows the time server it takes its time from, in its own words; empty if it is set by hand or does not say
     */
    record ClockCheck(Duration offset, Optional<String> follows) {

        public ClockCheck {
            Objects.requireNonNull(offset, "offset");
            Objects.requireNonNull(follows, "follows");
        }
    }

    /**
     * A clock was set.
     *
     * @param before device clock minus hub clock, just before
     * @param after the same, just after
     * @param left the time server the device followed until then, and does not any more; empty if it followed none
     */
    record ClockSet(Duration before, Duration after, Optional<String> left) {

        public ClockSet {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(left, "left");
        }
    }
}
