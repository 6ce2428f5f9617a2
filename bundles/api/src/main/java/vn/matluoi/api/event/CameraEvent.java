package vn.matluoi.api.event;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelId;

/**
 * Something a device reported, in the hub's words and in its own.
 *
 * @param source the source it came from
 * @param channel the channel it concerns; empty for the whole device
 * @param type in the hub's taxonomy
 * @param phase whether it began, ended, or was a moment
 * @param deviceTime as the device said; its clock may be wrong
 * @param hubTime when it arrived
 * @param topic the device's own word for it
 * @param payload the device's own message, as text, at most 256 KiB
 */
public record CameraEvent(
        SourceId source,
        Optional<ChannelId> channel,
        Type type,
        Phase phase,
        Optional<Instant> deviceTime,
        Instant hubTime,
        String topic,
        String payload) {

    /**
     * Topic of what a source says of how a camera is, whatever brought it: {@link Type#VIDEO_LOST}, {@link Phase#ACTIVE} where there is no
     * picture and {@link Phase#INACTIVE} where there is one. By it a route knows in the journal what others said of its cameras.
     */
    public static final String STATUS = "status";

    public CameraEvent {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(deviceTime, "deviceTime");
        Objects.requireNonNull(hubTime, "hubTime");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(payload, "payload");
    }

    /** The hub's taxonomy. What a device says beyond it is {@link #OTHER}, kept with its own topic. */
    public enum Type {
        MOTION,
        /** The view was covered, blinded, defocused, or the scene changed. */
        TAMPER,
        LINE_CROSSED,
        REGION_ENTERED,
        REGION_LEFT,
        /** Somebody is inside a guarded region. */
        REGION_OCCUPIED,
        LOITERING,
        CROWD,
        OBJECT_LEFT,
        OBJECT_TAKEN,
        PARKED,
        /** Personal data (Law 91/2025/QH15, Decree 356/2025/ND-CP): kept only where a person switched it on. */
        PLATE_READ,
        /** Personal data, as {@link #PLATE_READ}. */
        FACE_SEEN,
        PERSON_SEEN,
        VEHICLE_SEEN,
        PERSON_COUNTED,
        VEHICLE_COUNTED,
        SOUND,
        TEMPERATURE,
        VIDEO_LOST,
        DISK_FAULT,
        NETWORK_FAULT,
        LOGIN_FAILURE,
        /** An alarm input. */
        INPUT,
        /** An alarm output. */
        OUTPUT,
        CLOCK_CHANGED,
        OTHER
    }

    /** Where in its life an event is. */
    public enum Phase {
        ACTIVE,
        INACTIVE,
        PULSE
    }
}
