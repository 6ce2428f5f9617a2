package vn.matluoi.api.source;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;

/** What a camera that moves can be told. */
public sealed interface PtzOrder {

    /** Time in which a camera is on its way to a place: nobody else sends it elsewhere meanwhile. */
    Duration TRAVEL = Duration.ofSeconds(5);

    /** @return for how long nobody else moves that camera; zero for what moves nothing */
    default Duration holds() {
        return TRAVEL;
    }

    /**
     * Moves until the time is over; then the hub sends stop, whatever the device does by itself.
     *
     * @param pan -1 (full speed left) to 1 (full speed right), no unit
     * @param tilt -1 (down) to 1 (up)
     * @param zoom -1 (wide) to 1 (tele)
     * @param time 1 to 10 s
     */
    record Move(double pan, double tilt, double zoom, Duration time) implements PtzOrder {

        public static final Duration SHORTEST = Duration.ofSeconds(1);
        public static final Duration USUAL = Duration.ofSeconds(2);
        public static final Duration LONGEST = Duration.ofSeconds(10);

        public Move {
            if (!(Math.abs(pan) <= 1 && Math.abs(tilt) <= 1 && Math.abs(zoom) <= 1)) {
                throw new IllegalArgumentException("pan, tilt and zoom are -1 to 1");
            }
            if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a move takes 1 to 10 s");
            }
        }

        @Override
        public Duration holds() {
            return time;
        }

        /** @return whether this is the other one going on */
        public boolean continues(Move other) {
            return pan == other.pan && tilt == other.tilt && zoom == other.zoom;
        }
    }

    /** Stops all motion, and lets others move the camera. */
    record Stop() implements PtzOrder {

        @Override
        public Duration holds() {
            return Duration.ZERO;
        }
    }

    /** Goes to a place. */
    record Go(Position to) implements PtzOrder {

        public Go {
            Objects.requireNonNull(to, "to");
        }
    }

    /** Goes to a preset. */
    record Recall(String preset) implements PtzOrder {

        public Recall {
            token(preset);
        }
    }

    /**
     * Keeps where the camera looks now.
     *
     * @param preset the one to overwrite; empty for a new one
     * @param name at most 64 characters; may be empty
     */
    record Save(Optional<String> preset, String name) implements PtzOrder {

        public Save {
            preset.ifPresent(PtzOrder::token);
            if (name.length() > 64) {
                throw new IllegalArgumentException("the name of a preset has at most 64 characters");
            }
        }

        @Override
        public Duration holds() {
            return Duration.ZERO;
        }
    }

    /** Forgets a preset. */
    record Remove(String preset) implements PtzOrder {

        public Remove {
            token(preset);
        }

        @Override
        public Duration holds() {
            return Duration.ZERO;
        }
    }

    /** Walks along a tour that was set up on the device, until it is stopped or told something else. */
    record StartTour(String tour) implements PtzOrder {

        public StartTour {
            token(tour);
        }
    }

    /** Ends a tour. */
    record StopTour(String tour) implements PtzOrder {

        public StopTour {
            token(tour);
        }

        @Override
        public Duration holds() {
            return Duration.ZERO;
        }
    }

    private static void token(String token) {
        if (token.isBlank() || token.length() > 64) {
            throw new IllegalArgumentException("a device's handle has 1 to 64 characters");
        }
    }
}
