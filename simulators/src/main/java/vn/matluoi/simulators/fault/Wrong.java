package vn.matluoi.simulators.fault;

import java.util.Locale;

/**
 * What a {@link FaultProxy} does to what a server sends, from some byte of each connection on.
 *
 * @param kind what goes wrong
 * @param after how many bytes pass unharmed before
 * @param number {@link Kind#DELAY}: milliseconds; {@link Kind#RATE}: bytes a second, the least is 1
 */
public record Wrong(Kind kind, long after, int number) {

    /** All bytes pass as they come. */
    public static final Wrong NOTHING = new Wrong(Kind.NONE, 0, 0);

    /** What can go wrong between two programs. */
    public enum Kind {
        NONE,
        /** Everything comes later. */
        DELAY,
        /** The connection ends in order (FIN). */
        CUT,
        /** The connection is reset. */
        RESET,
        /** So many bytes a second. */
        RATE,
        /** 64 bytes that nobody sent come in between, once. */
        GARBAGE,
        /** The connection stays, nothing more comes. */
        SILENT,
        /** What nobody sent comes for ever. */
        FLOOD;

        /** @throws IllegalArgumentException naming the known kinds */
        public static Kind of(String text) {
            try {
                return valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "kind is one of none, delay, cut, reset, rate, garbage, silent, flood; not: " + text, e);
            }
        }
    }

    public Wrong {
        if (after < 0 || number < 0 || kind == Kind.RATE && number < 1) {
            throw new IllegalArgumentException("after and number are not negative, a rate is at least 1");
        }
    }
}
