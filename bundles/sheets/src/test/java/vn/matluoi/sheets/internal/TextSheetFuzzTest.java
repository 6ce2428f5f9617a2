package vn.matluoi.sheets.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever comes as a text is taken in row by row, or refused as a whole with words that help. */
class TextSheetFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void isTakenOrRefusedWithWords(byte[] file) throws IOException {
        Taken.of(file).check(Table.MOST_LINES);
    }
}
