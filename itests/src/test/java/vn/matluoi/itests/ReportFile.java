package vn.matluoi.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;

/** A report as a person opens it. */
record ReportFile(Path file) {

    /** @return the cells of the one line that is about a row and has a cell with those words */
    List<String> line(String page, int row, String words) throws IOException {
        try (var book = new ReadableWorkbook(file.toFile())) {
            return book.findSheet(page).orElseThrow().read().stream()
                    .map(line -> line.stream()
                            .map(cell -> cell == null ? "" : cell.getText())
                            .toList())
                    .filter(line -> !line.isEmpty() && line.get(0).equals("" + row))
                    .filter(line -> line.stream().anyMatch(cell -> cell.contains(words)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(file + ", " + page + ": no line " + row + " with " + words));
        }
    }
}
