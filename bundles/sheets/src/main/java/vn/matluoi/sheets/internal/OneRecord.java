package vn.matluoi.sheets.internal;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Ends a parser that reads on and on for one record, before the record fills the memory: a quotation mark that is never
 * closed makes the rest of the file one cell.
 */
final class OneRecord extends FilterReader {

    /** Characters. A hundred cells of the size agencies write have some thousand. */
    static final int LONGEST = 1 << 20;

    private int since;

    OneRecord(Reader in) {
        super(in);
    }

    /** A record is complete; the parser has read ahead by its buffer at most. */
    void ended() {
        since = 0;
    }

    @Override
    public int read() throws IOException {
        return counted(super.read(), 1);
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        var n = super.read(buffer, from, length);
        return counted(n, n);
    }

    private int counted(int answer, int characters) throws IOException {
        since += Math.max(0, characters);
        if (since > LONGEST) {
            throw new IOException("one record has more than " + LONGEST + " characters");
        }
        return answer;
    }
}
