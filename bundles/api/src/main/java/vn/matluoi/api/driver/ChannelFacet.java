package vn.matluoi.api.driver;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** One thing a channel can do. Drivers implement only the facets the channel really has. */
public sealed interface ChannelFacet {

    /** Gives moving pictures. */
    @ConsumerType
    non-sealed interface Streams extends ChannelFacet {

        /** @return what it offers, main stream first */
        List<StreamInfo> streams() throws DeviceException;

        /** @return where to fetch it; host rewritten to the target's, ports by the device's own table */
        StreamAddress address(StreamKind kind) throws DeviceException;

        /**
         * One stream offered.
         *
         * @param codec {@code H264, H265, MJPEG, MPEG4}, else the device's own word
         * @param bitrateKbps 0 if unknown
         * @param frameRate frames per second; 0 if unknown
         */
        record StreamInfo(
                StreamKind kind,
                String codec,
                int width,
                int height,
                double frameRate,
                int bitrateKbps,
                boolean audio) {}
    }

    /** Gives still pictures. */
    @ConsumerType
    non-sealed interface Snapshots extends ChannelFacet {

        /** @return a JPEG, at most 8 MiB */
        byte[] take() throws DeviceException;
    }

    /** Pan, tilt and zoom. Source: ONVIF PTZ service specification, generic velocity space. */
    @ConsumerType
    non-sealed interface Ptz extends ChannelFacet {

        /**
         * Moves until {@link #stop()} or the hub's own deadline.
         *
         * @param pan -1 (full speed left) to 1 (full speed right), no unit
         * @param tilt -1 (down) to 1 (up)
         * @param zoom -1 (wide) to 1 (tele)
         */
        void move(double pan, double tilt, double zoom) throws DeviceException;

        /** Stops all motion. Does nothing if the camera is still. */
        void stop() throws DeviceException;
    }

    /** Finds recorded footage. */
    @ConsumerType
    non-sealed interface Recordings extends ChannelFacet {

        /** @return recorded stretches that overlap the window, oldest first */
        List<Recording> search(Instant from, Instant to) throws DeviceException;

        /** @return where that stretch can be played */
        StreamAddress playback(Recording recording) throws DeviceException;

        /**
         * One recorded stretch, in true time: the device's own clock error is already taken out.
         *
         * @param reference the device's own handle for it
         */
        record Recording(Instant from, Instant to, String reference, Optional<String> trigger) {}
    }
}
