package vn.matluoi.api.driver;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.Text;

/**
 * A device did not do what was asked. The type says whose turn it is. No message ever holds a secret. Its text may quote
 * the device: control and direction characters are taken out of it, and it is cut after {@value #LONGEST} characters.
 */
public abstract sealed class DeviceException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 1000;

    private final transient Text text;

    private DeviceException(Text text, Throwable cause) {
        super(DeviceWords.clean(text.en(), LONGEST), cause);
        this.text = new Text(DeviceWords.clean(text.vi(), LONGEST), getMessage());
    }

    /** @return what happened and what to do, for people */
    public Text text() {
        return text;
    }

    /** Nothing answered in time, or the connection broke. The hub retries with back-off. */
    public static final class Unreachable extends DeviceException {

        private static final long serialVersionUID = 1L;

        public Unreachable(Text text, Throwable cause) {
            super(text, cause);
        }

        public Unreachable(Text text) {
            super(text, null);
        }
    }

    /** The device says no. A person must act; the hub does not try again by itself, unless {@link #retryAfter()} says when. */
    public static final class Refused extends DeviceException {

        private static final long serialVersionUID = 1L;

        private final Why why;
        private final transient Optional<Duration> retryAfter;
        private final transient Optional<String> evidence;

        public Refused(Why why, Text text) {
            this(why, text, Optional.empty(), Optional.empty());
        }

        /**
         * @param retryAfter when a locked device says it opens again
         * @param evidence the certificate's fingerprint or the serial number found; never a secret
         */
        public Refused(Why why, Text text, Optional<Duration> retryAfter, Optional<String> evidence) {
            super(text, null);
            this.why = Objects.requireNonNull(why, "why");
            this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
            this.evidence = Objects.requireNonNull(evidence, "evidence");
        }

        public Why why() {
            return why;
        }

        public Optional<Duration> retryAfter() {
            return retryAfter;
        }

        public Optional<String> evidence() {
            return evidence;
        }

        /** Kinds of no. */
        public enum Why {
            /** User name or password is wrong: every call to the device stops until a person changes it. */
            CREDENTIALS,
            /** The device has locked the account or our address. */
            LOCKED,
            /** Logged in, but the account may not do this. */
            RIGHTS,
            /** Another device answered than the one pinned. */
            WRONG_DEVICE,
            /** The certificate is not the one pinned. */
            CERTIFICATE,
            /** The address is outside the networks the hub may reach. */
            NETWORK
        }
    }

    /** The device has no room now; it is not down. The hub retries later. */
    public static final class Busy extends DeviceException {

        private static final long serialVersionUID = 1L;

        public Busy(Text text) {
            super(text, null);
        }
    }

    /** The answer cannot be read: a driver's bug or odd firmware. The driver's author acts. */
    public static final class Garbled extends DeviceException {

        private static final long serialVersionUID = 1L;

        public Garbled(Text text, Throwable cause) {
            super(text, cause);
        }

        public Garbled(Text text) {
            super(text, null);
        }
    }

    /** The device does not have what was asked for: the caller asked wrongly. Not a fault. */
    public static final class Unsupported extends DeviceException {

        private static final long serialVersionUID = 1L;

        public Unsupported(Text text) {
            super(text, null);
        }
    }
}
