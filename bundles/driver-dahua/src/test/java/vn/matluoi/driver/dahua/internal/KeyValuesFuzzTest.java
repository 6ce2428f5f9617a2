package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import vn.matluoi.api.driver.DeviceException.Garbled;

/** The lines of an answer, whatever they are, are pairs with plain keys, and rows of a bounded number. */
class KeyValuesFuzzTest {

    private static final int LARGEST_INDEX = 99_999;

    @FuzzTest(maxDuration = "1m")
    void areReadOrRefused(byte[] body) {
        KeyValues read;
        try {
            read = KeyValues.read(body);
        } catch (Garbled e) {
            assertThat(body.length).isGreaterThanOrEqualTo(KeyValues.MOST_LINES);
            return;
        }
        read.values().forEach((key, value) -> {
            assertThat(key).matches("[a-z0-9_.:\\[\\]-]{1,200}").doesNotEndWith("password");
            assertThat(value).isEqualTo(value.strip()).doesNotContain("\n", "\r");
            assertThat(read.number(key)).isNotNegative();
            assertThat(read.index(key).orElse(0)).isBetween(0, LARGEST_INDEX);
            var rows = read.rows(key.split("[\\[.]", 2)[0]);
            assertThat(rows.keySet()).allMatch(index -> index >= 0 && index <= LARGEST_INDEX);
        });
    }
}
