package vn.matluoi.api.driver;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    /** Goes to a place and says where it looks. Source: ONVIF PTZ service specification, generic position space. */
    @ConsumerType
    non-sealed interface PtzPosition extends ChannelFacet {

        /** Starts going there; it may take seconds. */
        void go(Position to) throws DeviceException;

        /** @return where it looks now; empty if the device does not say */
        Optional<Position> position() throws DeviceException;

        /**
         * Where a camera looks.
         *
         * @param pan -1 (the left end of its range) to 1
         * @param tilt -1 (the lower end) to 1
         * @param zoom 0 (wide) to 1 (tele)
         */
        record Position(double pan, double tilt, double zoom) {
            public Position {
                if (!(Math.abs(pan) <= 1 && Math.abs(tilt) <= 1 && zoom >= 0 && zoom <= 1)) {
                    throw new IllegalArgumentException("pan and tilt are -1 to 1, zoom is 0 to 1");
                }
            }
        }
    }

    /** Keeps places a camera can be sent to. */
    @ConsumerType
    non-sealed interface Presets extends ChannelFacet {

        /** @return those that are set, in the device's order; not the empty or built-in ones */
        List<Preset> presets() throws DeviceException;

        /** Starts going to one. */
        void recall(String token) throws DeviceException;

        /**
         * Keeps where the camera looks now.
         *
         * @param token the one to overwrite; empty for a new one
         * @return the one kept
         * @throws DeviceException.Busy if there is no room for another
         */
        Preset save(Optional<String> token, String name) throws DeviceException;

        void remove(String token) throws DeviceException;

        /**
         * A place.
         *
         * @param token the device's own handle, 1 to 64 characters
         * @param name may be empty
         */
        record Preset(String token, String name) {}
    }

    /** Walks a camera along its presets, as was set up on the device. */
    @ConsumerType
    non-sealed interface Tours extends ChannelFacet {

        /** @return tokens and names of the tours set up on the device */
        List<Presets.Preset> tours() throws DeviceException;

        void start(String token) throws DeviceException;

        void stop(String token) throws DeviceException;
    }

    /** Hands out recorded footage as a file, faster than it was recorded. */
    @ConsumerType
    non-sealed interface Downloads extends ChannelFacet {

        /**
         * Begins to fetch a stretch that {@link Recordings#search} found, without holding a thread. The bytes are the
         * device's own form, MPEG-PS or DHAV, whatever content type it names. {@code ended} with no cause means that it is whole;
         * closing the result gives it up. Nothing more is read of the device until its sink is {@link DownloadSink#ready ready}.
         */
        CompletionStage<AutoCloseable> download(Recordings.Recording recording, DownloadSink sink);

        /** Takes a download. Called on a thread that devices share; must not block. */
        @ConsumerType
        interface DownloadSink {

            /** @param piece only valid during the call */
            void piece(byte[] piece);

            /**
             * Asked after each piece. A driver hands it to {@link vn.matluoi.api.http.DeviceHttp.StreamSink#ready}; a sink may give
             * up one that brings more before it completes.
             *
             * @return completes when the next piece may come
             */
            default CompletionStage<?> ready() {
                return CompletableFuture.completedFuture(true);
            }

            /** Once, at the end. */
            void ended(Optional<DeviceException> why);
        }
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
