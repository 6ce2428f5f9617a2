package vn.matluoi.sheets.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import vn.matluoi.api.Text;

/**
 * What people call the places of a table, and what they can do about its letters.
 *
 * @param column a column
 * @param row a row
 * @param cells several cells
 * @param name of a column, by its number from 0
 * @param again how to spare the conversion next time
 * @param convert what to do if it is in doubt which letters a column is in
 */
record Wording(Text column, Text row, Text cells, IntFunction<String> name, Text again, Text convert) {

    static final Wording SHEET = new Wording(
            new Text("cột", "column"),
            new Text("dòng", "row"),
            new Text("ô", "cells"),
            Layout::letters,
            new Text(
                    "Xem lại ví dụ; dòng gốc vẫn được lưu nguyên văn. Lần sau lưu bảng bằng Unicode (Công cụ của UniKey).",
                    "Look at the example; the rows were kept as they were sent. Save the sheet in Unicode next time."),
            new Text(
                    "Chuyển cả bảng sang Unicode (ví dụ bằng UniKey) rồi lưu lại dạng CSV UTF-8 hoặc XLSX.",
                    "Convert the whole sheet to Unicode and save it as CSV UTF-8 or XLSX."));

    private static final int MOST_NAMED = 15;
    private static final int LONGEST_NAME = 60;

    /** @param headings those of the records, in the order of the columns */
    static Wording records(List<String> headings) {
        return new Wording(
                new Text("trường", "member"),
                new Text("phần tử", "item"),
                new Text("giá trị", "values"),
                column -> quoted(headings.get(column)),
                new Text(
                        "Xem lại ví dụ; giá trị gốc vẫn được lưu nguyên văn. Nên để hệ thống của cơ quan trả chữ Unicode.",
                        "Look at the example; the values were kept as they were sent. Better have the agency's system send Unicode."),
                new Text(
                        "Chuyển dữ liệu trong hệ thống của cơ quan sang Unicode, hoặc để câu truy vấn hay giao diện trả chữ Unicode.",
                        "Convert the data in the agency's system to Unicode, or have its query or interface send Unicode."));
    }

    private static String quoted(String heading) {
        return "“" + (heading.length() <= LONGEST_NAME ? heading : heading.substring(0, LONGEST_NAME - 1) + "…") + "”";
    }

    /** @return the names of the columns, of many the first ones */
    String names(Collection<Integer> columns) {
        return columns.stream().limit(MOST_NAMED).map(name::apply).collect(Collectors.joining(", "))
                + (columns.size() > MOST_NAMED ? ", …" : "");
    }

    /** @return as it begins a sentence */
    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
