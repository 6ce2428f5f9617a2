package vn.matluoi.api.forward;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceWords;

/**
 * A receiver did not take what was brought. The type says what becomes of it. No message ever holds a secret; it may quote the
 * receiver: control and direction characters are taken out, and it is cut after {@value #LONGEST} characters. In a route it may
 * stand anywhere in the chain of causes. Whatever else a route fails with is taken for {@link Away}.
 */
public abstract sealed class SinkException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 500;

    private final transient Text text;
    private final int confirmed;

    private SinkException(Text text, int confirmed, Throwable cause) {
        super(DeviceWords.clean(text.en(), LONGEST), cause);
        if (confirmed < 0) {
            throw new IllegalArgumentException("confirmed is not negative");
        }
        this.text = new Text(DeviceWords.clean(text.vi(), LONGEST), getMessage());
        this.confirmed = confirmed;
    }

    /** @return what happened and what to do, for people */
    public Text text() {
        return text;
    }

    /** @return how many deliveries of the batch, from its beginning, the receiver has confirmed; they are not sent again */
    public int confirmed() {
        return confirmed;
    }

    /** It is not there, has no room, or did not confirm: the same is sent again after a while, with the same ids. */
    public static sealed class Away extends SinkException permits Failing {

        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> retryAfter;

        /** @param retryAfter how long the receiver asks to be left alone; at most an hour is granted */
        public Away(Text text, int confirmed, Optional<Duration> retryAfter, Throwable cause) {
            super(text, confirmed, cause);
            this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
        }

        public Away(Text text, Throwable cause) {
            this(text, 0, Optional.empty(), cause);
        }

        public Away(Text text) {
            this(text, null);
        }

        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /**
     * It is there, and fails over what it got, without saying that this is what it fails over: the same is sent again. Where it
     * goes on doing so, and takes another message in between, the one it fails over is put aside as if it were rejected.
     */
    public static final class Failing extends Away {

        private static final long serialVersionUID = 1L;

        public Failing(Text text, int confirmed) {
            super(text, confirmed, Optional.empty(), null);
        }
    }

    /**
     * It does not let the hub in: wrong account, key or certificate, or an address that is not allowed. Nothing is sent until a
     * person resumes the sink, its settings change, or the file does that mends it.
     */
    public static final class Refused extends SinkException {

        private static final long serialVersionUID = 1L;

        private final transient Optional<Path> mend;

        /** @param mend the file that is at fault, usually with a secret: when it changes, it is tried once more */
        public Refused(Text text, int confirmed, Optional<Path> mend, Throwable cause) {
            super(text, confirmed, cause);
            this.mend = Objects.requireNonNull(mend, "mend");
        }

        public Refused(Text text, Optional<Path> mend) {
            this(text, 0, mend, null);
        }

        public Optional<Path> mend() {
            return mend;
        }
    }

    /**
     * It will never take one of the deliveries for what it says: that one is put aside, with the reason, and the rest goes on.
     * Where it is not known which of several it is, the hub finds out by sending fewer.
     */
    public static final class Rejected extends SinkException {

        private static final long serialVersionUID = 1L;

        private final boolean known;

        private Rejected(Text text, int confirmed, boolean known) {
            super(text, confirmed, null);
            this.known = known;
        }

        /** @param index place in the batch of the one that is rejected, from 0; all before it are confirmed */
        public static Rejected at(int index, Text text) {
            return new Rejected(text, index, true);
        }

        /** One or some of the batch; none is confirmed. */
        public static Rejected among(Text text) {
            return among(0, text);
        }

        /**
         * One or some of what follows in the batch.
         *
         * @param confirmed how many from its beginning are confirmed, and not among them
         */
        public static Rejected among(int confirmed, Text text) {
            return new Rejected(text, confirmed, false);
        }

        /** @return place in the batch of the one that is rejected; empty if that is not known */
        public OptionalInt index() {
            return known ? OptionalInt.of(confirmed()) : OptionalInt.empty();
        }
    }
}
