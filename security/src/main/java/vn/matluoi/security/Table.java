package vn.matluoi.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The tables of this folder: comma-separated, with a head, lines that begin with {@code #} are for people. */
final class Table {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setCommentMarker('#')
            .setIgnoreSurroundingSpaces(true)
            .get();

    private Table() {}

    static List<CSVRecord> rows(Path file) throws IOException {
        try (var parser = CSVParser.parse(Files.readString(file), FORMAT)) {
            var rows = parser.getRecords();
            for (var row : rows) {
                if (!row.isConsistent()) {
                    throw new IOException(file.getFileName() + ", line " + parser.getCurrentLineNumber()
                            + " or before: not as many columns as the head: " + row);
                }
            }
            return rows;
        }
    }
}
