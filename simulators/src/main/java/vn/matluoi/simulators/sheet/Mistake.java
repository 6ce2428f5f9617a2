package vn.matluoi.simulators.sheet;

import vn.matluoi.simulators.sheet.KeyEntry.Outcome;

/** Mistakes of real sheets. */
enum Mistake {
    UNKNOWN_AREA_CODE("unknown-area-code", Column.AREA_CODE) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.AREA_CODE, "99" + row.commune.code().substring(2));
        }
    },
    FORMER_COMMUNE("former-commune", Column.AREA_NAME) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.AREA_NAME, row.commune.former() + ", " + row.commune.formerDistrict());
            row.put(Column.AREA_CODE, null);
        }
    },
    FORMER_DISTRICT("former-district", Column.AREA_NAME) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.AREA_NAME, row.commune.formerDistrict());
            row.put(Column.AREA_CODE, null);
        }
    },
    CODE_AND_NAME_DIFFER("code-and-name-differ", Column.AREA_CODE) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.AREA_CODE, row.commune.code().equals("27694") ? "25459" : "27694");
        }
    },
    SWAPPED_COORDINATES("swapped-coordinates", Column.LATITUDE) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.LATITUDE, row.longitude).put(Column.LONGITUDE, row.latitude);
        }

        @Override
        String expected(Row row) {
            return row.latitude + " " + row.longitude;
        }
    },
    UNDECLARED_VN2000("vn2000-undeclared", Column.LATITUDE) {
        @Override
        void make(Row row, Row earlier) {
            Vn2000 plane = Vn2000.of(row.latitude, row.longitude);
            row.put(Column.LATITUDE, Math.round(plane.x() * 100) / 100.0);
            row.put(Column.LONGITUDE, Math.round(plane.y() * 100) / 100.0);
        }

        @Override
        String expected(Row row) {
            return row.latitude + " " + row.longitude;
        }
    },
    OUT_OF_PROVINCE("out-of-province", Column.LATITUDE) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.LATITUDE, 21.028511).put(Column.LONGITUDE, 105.854165);
        }
    },
    NO_NAME("missing-name", Column.NAME) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.NAME, null);
        }
    },
    NO_AREA("missing-area", Column.AREA_NAME) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.AREA_NAME, "   ").put(Column.AREA_CODE, null);
        }
    },
    DUPLICATE_ROW("duplicate-row", Column.CODE) {
        @Override
        void make(Row row, Row earlier) {
            row.copy(earlier);
        }
    },
    DUPLICATE_CODE("duplicate-code", Column.CODE) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.CODE, earlier.get(Column.CODE));
        }
    },
    UNKNOWN_SECTOR("unknown-sector", Column.SECTOR) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.SECTOR, "Camera giám sát");
        }
    },
    UNKNOWN_CODEC("unknown-codec", Column.CODEC) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.CODEC, "HD 2.0MP");
        }
    },
    HEIGHT_WITH_UNIT("height-with-unit", Column.HEIGHT) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.HEIGHT, row.text(Column.HEIGHT).replaceFirst("\\.0$", "") + "m");
        }

        @Override
        String expected(Row row) {
            return row.text(Column.HEIGHT);
        }

        @Override
        Outcome outcome() {
            return Outcome.EITHER;
        }
    },
    HEIGHT_AGAINST_PURPOSE("height-against-purpose", Column.HEIGHT) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.PURPOSE, "Nhận diện khuôn mặt").put(Column.HEIGHT, 25);
        }
    },
    IMPOSSIBLE_DATE("impossible-date", Column.INSTALLED) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.INSTALLED, "31/02/2025");
        }
    },
    WORDS_FOR_A_NUMBER("words-for-a-number", Column.FRAME_RATE) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.FRAME_RATE, "hai mươi lăm");
        }
    },
    BROKEN_MAC("broken-mac", Column.MAC) {
        @Override
        void make(Row row, Row earlier) {
            row.put(Column.MAC, row.text(Column.MAC).substring(0, 11) + "zz");
        }
    };

    private final String kind;
    private final Column column;

    Mistake(String kind, Column column) {
        this.kind = kind;
        this.column = column;
    }

    /** @param earlier a good row further up */
    abstract void make(Row row, Row earlier);

    /** What a clever reader could still arrive at; asked before the mistake is made. */
    String expected(Row row) {
        return "";
    }

    Outcome outcome() {
        return Outcome.REPORT;
    }

    KeyEntry apply(Row row, Row earlier, int line) {
        String meant = expected(row);
        make(row, earlier);
        Object now = row.get(column);
        return new KeyEntry(line, kind, column, now == null ? "" : now.toString(), outcome(), meant);
    }
}
