package vn.matluoi.api.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import vn.matluoi.api.event.CameraEvent;

/** One thing a device can do. Drivers implement only the facets the device really has. */
public sealed interface DeviceFacet {

    /** Says what it is. The answer is compared with the pinned identity after every log-in. */
    @ConsumerType
    non-sealed interface Identity extends DeviceFacet {

        DeviceInfo info() throws DeviceException;
    }

    /** Says how it is. */
    @ConsumerType
    non-sealed interface Health extends DeviceFacet {

        HealthReport health() throws DeviceException;

        /**
         * How a device is.
         *
         * @param clockOffset device clock minus hub clock; empty if the device tells no time
         * @param disks one for each disk it has
         * @param faults the device's own complaints, in its own words
         * @param recording for each channel the device speaks of, whether it is set to record; empty if it does not say
         * @param firmware as the device writes it; empty if it does not say
         * @param roundTrip time of one small exchange; empty if it was not measured
         * @param uptime since the device started; empty if it does not say
         */
        record HealthReport(
                Optional<Duration> clockOffset,
                List<Disk> disks,
                List<String> faults,
                Map<ChannelId, Boolean> recording,
                Optional<String> firmware,
                Optional<Duration> roundTrip,
                Optional<Duration> uptime) {

            public HealthReport {
                Objects.requireNonNull(clockOffset, "clockOffset");
                Objects.requireNonNull(firmware, "firmware");
                Objects.requireNonNull(roundTrip, "roundTrip");
                Objects.requireNonNull(uptime, "uptime");
                disks = List.copyOf(disks);
                faults = List.copyOf(faults);
                recording = Map.copyOf(recording);
            }

            /** As drivers made before {@code uptime} call it. */
            public HealthReport(
                    Optional<Duration> clockOffset,
                    List<Disk> disks,
                    List<String> faults,
                    Map<ChannelId, Boolean> recording,
                    Optional<String> firmware,
                    Optional<Duration> roundTrip) {
                this(clockOffset, disks, faults, recording, firmware, roundTrip, Optional.empty());
            }

            public HealthReport(Optional<Duration> clockOffset, List<Disk> disks, List<String> faults) {
                this(clockOffset, disks, faults, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
            }
        }

        /**
         * A disk.
         *
         * @param healthy whether the device calls it usable
         * @param status the device's own word: {@code ok}, {@code unformatted}, {@code error}, {@code idle} …
         * @param capacityMegabytes whole size
         * @param freeMegabytes free; recorders that overwrite show 0 on a healthy disk
         */
        record Disk(String id, boolean healthy, String status, long capacityMegabytes, long freeMegabytes) {}
    }

    /** Tells what happens, as it happens. */
    @ConsumerType
    non-sealed interface Events extends DeviceFacet {

        /**
         * Subscribes. Waits until the device has taken the subscription, and from then on holds no thread. One
         * subscription a device: the caller closes the one it has before it asks for another.
         *
         * @param sink called on a thread that devices share: it must not block
         */
        Subscription subscribe(Sink sink) throws DeviceException;

        /** Takes what a device tells. */
        @ConsumerType
        interface Sink {

            /**
             * Something was reported, as often as the device repeats it: repeats are told apart by the hub.
             *
             * @param lapse for an {@code ACTIVE} of a device that is not sure to tell the end: it is over when it was not
             *     repeated for so long. Empty if the end is told, and for the other phases
             */
            void event(CameraEvent event, Optional<Duration> lapse);

            /** The subscription ended by itself; the hub subscribes anew with back-off. */
            void ended(DeviceException why);
        }

        /** A running subscription. */
        @ConsumerType
        interface Subscription extends AutoCloseable {
            @Override
            void close();
        }
    }

    /** Tells and sets the time. */
    @ConsumerType
    non-sealed interface Clock extends DeviceFacet {

        /** @return device clock minus hub clock */
        Duration offset() throws DeviceException;

        /**
         * The time server the device takes its time from.
         *
         * @return its name or address in the device's own words, {@code NTP} if it does not tell which; empty if the clock is set
         *     by hand, or the device does not say
         */
        default Optional<String> follows() throws DeviceException {
            return Optional.empty();
        }

        /**
         * Sets the device's clock. Only when a person allowed it. A device that follows a time server follows none after it, as
         * that would undo it.
         */
        void set(Instant now) throws DeviceException;
    }

    /** Changes the account's password on the device. */
    @ConsumerType
    non-sealed interface Credentials extends DeviceFacet {

        /**
         * After it the new password works and the old one does not, or the old one still does: never neither.
         */
        void rotate(String newSecret) throws DeviceException;
    }
}
