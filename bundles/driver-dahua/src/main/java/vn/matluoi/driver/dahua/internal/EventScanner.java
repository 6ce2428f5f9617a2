package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Finds the events in what {@code eventManager.cgi?action=attach} sends: {@code Code=VideoMotion;action=Start;index=0},
 * perhaps with {@code ;data=} and JSON over many lines. It counts no header lines and believes no length, as both are
 * wrong on some firmware (VENDORS 5.3): an event begins at a line that begins {@code Code=}. JSON is over when its
 * brackets are; where it was cut off for good, the event is told without it. Bytes come as the net cuts them. Holds at
 * most {@value #LONGEST} bytes. For one thread.
 */
final class EventScanner {

    /** The longest event: what the hub keeps of one. */
    static final int LONGEST = 256 * 1024;

    private static final int LONGEST_HEAD = 2048;
    private static final int USUAL = 1024;

    private static final byte[] CODE = "Code=".getBytes(US_ASCII);
    private static final byte[] HEARTBEAT = "Heartbeat".getBytes(US_ASCII);
    private static final byte[] BOUNDARY = "--".getBytes(US_ASCII);
    private static final byte[] DATA = ";data=".getBytes(US_ASCII);

    private final Found found;
    private State state = State.SEEKING;
    private byte[] held = new byte[USUAL];
    private int length;
    private int head;
    private int depth;
    private boolean quoted;
    private boolean escaped;

    /** The first bytes of the line; longer lines are counted no further. */
    private final byte[] line = new byte[HEARTBEAT.length];

    private int column;

    EventScanner(Found found) {
        this.found = found;
    }

    /** Takes what is found. */
    interface Found {

        /**
         * @param head from {@code Code=} to the data
         * @param data JSON; empty if there is none, or not all of it came
         */
        void event(String head, String data);

        void heartbeat();
    }

    private enum State {
        SEEKING,
        IN_HEAD,
        IN_DATA
    }

    void accept(byte[] piece) {
        for (byte b : piece) {
            next(b);
        }
    }

    /** @return whether an event has begun that is not whole yet */
    boolean pending() {
        return state != State.SEEKING;
    }

    /** Nothing came for a while: what is pending is told as it is. */
    void flush() {
        if (pending()) {
            tell(false);
            column = line.length + 1; // the rest of its line begins nothing
        }
    }

    private void next(byte b) {
        boolean lineEnd = b == '\r' || b == '\n';
        if (state == State.IN_HEAD) {
            if (lineEnd) {
                tell(false);
                column = 0;
            } else {
                head(b);
            }
            return;
        }
        if (lineEnd) {
            column = 0;
        } else if (column < line.length) {
            line[column++] = b;
            if (begins()) {
                return;
            }
        } else {
            column = line.length + 1;
        }
        if (state == State.IN_DATA) {
            data(b);
        }
    }

    /** @return whether the line has just shown itself as one that is no data */
    private boolean begins() {
        if (is(CODE)) {
            flush();
            length = 0;
            for (byte b : CODE) {
                hold(b);
            }
            state = State.IN_HEAD;
            return true;
        }
        if (is(HEARTBEAT)) {
            flush();
            found.heartbeat();
            return true;
        }
        if (state == State.IN_DATA && is(BOUNDARY)) {
            flush();
            return true;
        }
        return false;
    }

    private boolean is(byte[] word) {
        return column == word.length && Arrays.equals(line, 0, column, word, 0, column);
    }

    private void head(byte b) {
        boolean opens = (b == '{' || b == '[') && endsWithData();
        hold(b);
        if (opens) {
            head = length - 1;
            depth = 1;
            quoted = false;
            escaped = false;
            column = line.length + 1;
            state = State.IN_DATA;
        } else if (length > LONGEST_HEAD) {
            drop();
        }
    }

    private boolean endsWithData() {
        return length >= DATA.length && Arrays.equals(held, length - DATA.length, length, DATA, 0, DATA.length);
    }

    private void data(byte b) {
        if (length == LONGEST) {
            flush();
            return;
        }
        hold(b);
        if (escaped) {
            escaped = false;
        } else if (quoted) {
            escaped = b == '\\';
            quoted = b != '"';
        } else if (b == '"') {
            quoted = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if ((b == '}' || b == ']') && --depth == 0) {
            tell(true);
        }
    }

    private void hold(byte b) {
        if (length == held.length) {
            held = Arrays.copyOf(held, Math.min(length * 2, LONGEST));
        }
        held[length++] = b;
    }

    private void tell(boolean whole) {
        int end = state == State.IN_DATA ? head : length;
        var words = text(0, end);
        var data = whole ? text(end, length) : "";
        drop();
        found.event(words, data);
    }

    private String text(int from, int to) {
        return KeyValues.text(Arrays.copyOfRange(held, from, to));
    }

    private void drop() {
        state = State.SEEKING;
        length = 0;
        if (held.length > 16 * USUAL) {
            held = new byte[USUAL];
        }
    }
}
