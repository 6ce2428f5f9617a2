package vn.matluoi.sheets.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever comes as a zip is a workbook that is taken in row by row, or refused as a whole with words that help. */
class BookFileFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void isTakenOrRefusedWithWords(byte[] file) throws IOException {
        Taken.of(file).check(Taken.LAST_ROW);
    }
}
