package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.intake.Imports;

class GatheredTest {

    private static Map<String, String> record(String... namesAndValues) {
        var record = new LinkedHashMap<String, String>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            record.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return record;
    }

    private static String digest(List<Map<String, String>> records) throws Unusable {
        try (var gathered = new Gathered(List.of())) {
            for (var one : records) {
                gathered.add(one);
            }
            return gathered.sha256Hex();
        }
    }

    @Test
    void givesBackWhatItWasGivenAsOftenAsOneLikes() throws Unusable {
        var all = List.of(record("Tên", "Cổng chợ", "Ghi chú", null), record("Ghi chú", ""), record());
        try (var gathered = new Gathered(List.of("Tên"))) {
            for (var one : all) {
                gathered.add(one);
            }
            var records = gathered.records();
            for (var time = 0; time < 2; time++) {
                var read = new ArrayList<Map<String, String>>();
                records.each().forEach(read::add);
                assertThat(read).isEqualTo(all);
            }
            assertThat(records.headings()).containsExactly("Tên");
            assertThat(gathered.count()).isEqualTo(3);
        }
    }

    @Test
    void tellsWhatIsDifferent() throws Unusable {
        var one = digest(List.of(record("a", "1")));
        assertThat(digest(List.of(record("a", "1")))).isEqualTo(one);
        assertThat(digest(List.of(record("a", "2")))).isNotEqualTo(one);
        assertThat(digest(List.of(record("b", "1")))).isNotEqualTo(one);
        assertThat(digest(List.of(record("a", "1"), record()))).isNotEqualTo(one);
        assertThat(digest(List.of(record("a", null)))).isNotEqualTo(digest(List.of(record("a", ""))));
    }

    @Test
    void leavesNoFileBehindNotEvenWhileItIsOpen() throws IOException {
        try (var gathered = new Gathered(List.of())) {
            assertThat(gathered.count()).isZero();
            try (var left = Files.newDirectoryStream(
                    Path.of(System.getProperty("java.io.tmpdir")), "matluoi-records-*.spool")) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void moreThanCanBeTakenIsRefusedWhileItComes() throws Unusable {
        try (var gathered = new Gathered(List.of())) {
            for (var n = 0; n < Imports.Records.MOST; n++) {
                gathered.add(record());
            }
            assertThatThrownBy(() -> gathered.add(record())).isInstanceOf(Unusable.class);
        }
        try (var gathered = new Gathered(List.of())) {
            var large = "x".repeat(1 << 20);
            for (var n = 0; n < 32; n++) {
                gathered.add(record("a", large));
            }
            assertThatThrownBy(() -> gathered.add(record("a", "y"))).isInstanceOf(Unusable.class);
        }
        try (var gathered = new Gathered(List.of())) {
            for (var n = 0; n < Imports.Records.MOST_HEADINGS; n++) {
                gathered.add(record("k" + n, "1"));
            }
            assertThatThrownBy(() -> gathered.add(record("one more", "1"))).isInstanceOf(Unusable.class);
        }
    }
}
