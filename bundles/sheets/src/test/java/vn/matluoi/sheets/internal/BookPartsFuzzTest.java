package vn.matluoi.sheets.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whatever stands in the parts of a workbook whose zip is whole. The input is the worksheet, the shared texts, the
 * styles and the workbook, one after the other with a line of equals signs between; what is not given is as usual.
 */
class BookPartsFuzzTest {

    private static final List<String> PARTS =
            List.of("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml");

    private static final Map<String, byte[]> USUAL = usual();

    @FuzzTest(maxDuration = "1m")
    void areTakenOrRefusedWithWords(byte[] parts) throws IOException {
        var all = new LinkedHashMap<>(USUAL);
        var given = new String(parts, ISO_8859_1).split("\n=====\n", PARTS.size());
        for (var i = 0; i < given.length; i++) {
            all.put(PARTS.get(i), given[i].getBytes(ISO_8859_1));
        }
        Taken.of(Recorder.zip(all)).check(Taken.LAST_ROW);
    }

    private static Map<String, byte[]> usual() {
        try {
            return Recorder.parts(
                    Recorder.book(new Object[] {"Tên camera", "Mã xã"}, new Object[] {"Cổng xã", "25459"}));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
