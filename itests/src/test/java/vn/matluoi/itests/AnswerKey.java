package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the generator of sheets did to which cell, as it wrote it down beside the sheet. */
record AnswerKey(List<Entry> entries) {

    /**
     * One line of it.
     *
     * @param row the row as a spreadsheet numbers it: the headings are 1
     * @param kind what was done to it
     * @param column heading of the cell's column
     * @param value what stands in the cell
     * @param outcome {@code silent}, {@code report} or {@code either}
     * @param expected the value a reader should arrive at; empty if it cannot know
     */
    record Entry(int row, String kind, String column, String value, String outcome, String expected) {

        /** A two-metre error of a degree of latitude, and a little more of one of longitude. */
        private static final double TWO_METRES = 2e-5;

        private static final Map<String, String> SECTORS = Map.of(
                "An ninh trật tự", "security",
                "Giao thông", "traffic",
                "Giáo dục", "education",
                "Y tế", "health",
                "Môi trường", "environment",
                "Hành chính công", "public-administration",
                "Khu dân cư", "residential");

        /** @param camera what became of the row */
        void assertIsIn(JsonNode camera) {
            var values = camera.get("values");
            switch (column) {
                case "Vĩ độ" -> {
                    var degrees = expected.split(" ");
                    assertIsNear(values, "latitude", degrees[0]);
                    if (degrees.length > 1) {
                        assertIsNear(values, "longitude", degrees[1]);
                    }
                }
                case "Độ cao lắp đặt (m)" -> assertIsNear(values, "height", expected);
                case "Ngày lắp đặt" -> assertIs(values, "installedOn", expected);
                case "Địa chỉ MAC" -> assertIs(values, "mac", expected.toUpperCase(Locale.ROOT));
                case "Lĩnh vực" -> assertIs(values, "sector", SECTORS.get(expected));
                case "Mã xã" -> assertIs(values, "area", expected);
                case "Xã/Phường" -> assertIs(values, "areaName", expected);
                default -> throw new AssertionError("nobody knows what " + this + " becomes");
            }
        }

        private void assertIs(JsonNode values, String field, String text) {
            assertThat(values.path(field).asText()).as("%s of %s", field, this).isEqualTo(text);
        }

        private void assertIsNear(JsonNode values, String field, String number) {
            assertThat(values.path(field).asDouble())
                    .as("%s of %s", field, this)
                    .isCloseTo(Double.parseDouble(number), within(TWO_METRES));
        }

        boolean mustBeReported() {
            return outcome.equals("report");
        }

        boolean isOnlyWrittenOtherwise() {
            return outcome.equals("silent");
        }
    }

    static AnswerKey of(Path sheet) throws IOException {
        var name = sheet.getFileName().toString().replaceFirst("\\.[^.]+$", ".expected.csv");
        return new AnswerKey(csv(sheet.resolveSibling(name)).stream()
                .skip(1)
                .map(fields -> new Entry(
                        Integer.parseInt(fields.get(0)),
                        fields.get(1),
                        fields.get(2),
                        fields.get(3),
                        fields.get(4),
                        fields.get(5)))
                .toList());
    }

    /** @return the lines' fields (RFC 4180: commas, fields in quotation marks, a mark within doubled) */
    static List<List<String>> csv(Path file) throws IOException {
        var lines = new ArrayList<List<String>>();
        var line = new ArrayList<String>();
        var field = new StringBuilder();
        var quoted = false;
        var text = Files.readString(file).replaceFirst("^\ufeff", "");
        for (var at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (text.startsWith("\"\"", at)) {
                    field.append(text.charAt(at++));
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                line.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    lines.add(List.copyOf(line));
                    line.clear();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (quoted || field.length() > 0 || !line.isEmpty()) {
            throw new AssertionError("the last line of " + file + " is not ended");
        }
        return lines;
    }
}
