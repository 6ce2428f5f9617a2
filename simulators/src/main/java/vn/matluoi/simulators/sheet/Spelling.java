package vn.matluoi.simulators.sheet;

import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import vn.matluoi.simulators.sheet.KeyEntry.Outcome;

/** Ways people write the same thing; none of them is a mistake. */
enum Spelling {
    DECIMAL_COMMA("decimal-comma", Column.LATITUDE) {
        @Override
        Object rewrite(Row row) {
            return row.text(Column.LATITUDE).replace('.', ',');
        }
    },
    EXCEL_SERIAL("excel-serial-date", Column.INSTALLED) {
        @Override
        Object rewrite(Row row) {
            return ChronoUnit.DAYS.between(LocalDate.of(1899, 12, 30), (LocalDate) row.get(Column.INSTALLED));
        }
    },
    DATE_AS_TEXT("date-as-text", Column.INSTALLED) {
        @Override
        Object rewrite(Row row) {
            return ((LocalDate) row.get(Column.INSTALLED)).format(DateTimeFormatter.ofPattern("d/M/yyyy"));
        }
    },
    DECOMPOSED_ACCENTS("nfd-accents", Column.AREA_NAME) {
        @Override
        Object rewrite(Row row) {
            return Normalizer.normalize(row.text(Column.AREA_NAME), Normalizer.Form.NFD);
        }
    },
    TRAILING_BLANKS("trailing-blanks", Column.SECTOR) {
        @Override
        Object rewrite(Row row) {
            return " " + row.text(Column.SECTOR) + " \u00a0 ";
        }
    },
    LOWER_CASE("lower-case", Column.SECTOR) {
        @Override
        Object rewrite(Row row) {
            return row.text(Column.SECTOR).toLowerCase(Locale.ROOT);
        }
    },
    MAC_WITH_HYPHENS("mac-with-hyphens", Column.MAC) {
        @Override
        Object rewrite(Row row) {
            return row.text(Column.MAC).replace(':', '-').toUpperCase(Locale.ROOT);
        }
    },
    CODE_AS_NUMBER("area-code-as-number", Column.AREA_CODE) {
        @Override
        Object rewrite(Row row) {
            return Integer.valueOf(row.text(Column.AREA_CODE));
        }
    },
    DECLARED_VN2000("vn2000-declared", Column.LATITUDE) {
        @Override
        Object rewrite(Row row) {
            Vn2000 plane = Vn2000.of(row.latitude, row.longitude);
            row.put(Column.SYSTEM, "VN-2000");
            row.put(Column.LONGITUDE, Math.round(plane.y() * 100) / 100.0);
            return Math.round(plane.x() * 100) / 100.0;
        }

        @Override
        String expected(Row row) {
            return row.latitude + " " + row.longitude;
        }
    };

    private final String kind;
    private final Column column;

    Spelling(String kind, Column column) {
        this.kind = kind;
        this.column = column;
    }

    /** The cell's other form; may change its neighbours. */
    abstract Object rewrite(Row row);

    /** What the cell means; asked before it is rewritten. */
    String expected(Row row) {
        return row.text(column);
    }

    KeyEntry apply(Row row, int line) {
        String meant = expected(row);
        Object other = rewrite(row);
        row.put(column, other);
        return new KeyEntry(line, kind, column, other.toString(), Outcome.SILENT, meant);
    }
}
