package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonTreeTest {

    private static final JsonTree TREE = new JsonTree(Map.of(
            "data",
            List.of(Map.of("a/b", 1), Map.of("m~n", true)),
            "none",
            List.of(),
            "version",
            new BigDecimal("5.10")));

    @Test
    void aPointerFindsWhatStandsThere() {
        assertThat(TREE.at("")).contains(TREE);
        assertThat(TREE.at("/data/0/a~1b").orElseThrow().text()).isEqualTo("1");
        assertThat(TREE.at("/data/1/m~0n").orElseThrow().text()).isEqualTo("true");
        assertThat(TREE.at("/version").orElseThrow().text()).isEqualTo("5.10");
        assertThat(List.of("/data/2", "/data/01", "/data/-1", "/data/x", "/missing", "/version/x"))
                .allSatisfy(pointer -> assertThat(TREE.at(pointer)).isEmpty());
        assertThat(new JsonTree(null).at("").orElseThrow().isNull()).isTrue();
    }

    @Test
    void aPointerIsWrittenAsTheStandardHasIt() {
        assertThat(List.of("", "/", "/a/b", "/a~0b/~1")).allMatch(JsonTree::isPointer);
        assertThat(List.of("a", "a/b", "/a~", "/a~2")).noneMatch(JsonTree::isPointer);
    }

    @Test
    void anObjectBecomesARecord() throws Exception {
        var item = new LinkedHashMap<String, Object>();
        item.put("ten", "Cổng chợ");
        item.put("geo", Map.of("lat", new BigDecimal("11.30")));
        item.put("serial", null);
        item.put("tags", Arrays.asList("a", "b", null));
        item.put("ports", List.of(Map.of("n", "a\"b\n")));

        assertThat(new JsonTree(item).record(Map.of("Vĩ độ", "/geo/lat", "Kinh độ", "/geo/lng")))
                .containsExactly(
                        Map.entry("Vĩ độ", "11.30"),
                        Map.entry("ten", "Cổng chợ"),
                        new java.util.AbstractMap.SimpleEntry<>("serial", null),
                        Map.entry("tags", "a; b; null"),
                        Map.entry("ports", "[{\"n\":\"a\\\"b\\u000a\"}]"));
    }

    @Test
    void aRecordIsBounded() {
        var wide = IntStream.range(0, 300).boxed().collect(Collectors.toMap(n -> "m" + n, n -> n));
        assertThatThrownBy(() -> new JsonTree(wide).record(Map.of())).isInstanceOf(Unusable.class);
        assertThatThrownBy(() -> new JsonTree(Map.of("n".repeat(201), 1)).record(Map.of()))
                .isInstanceOf(Unusable.class);
    }

    @Test
    void aNumberOfFewDigitsDoesNotBecomeAGigabyte() {
        assertThat(new JsonTree(new BigDecimal("1e-7")).text()).isEqualTo("0.0000001");
        assertThat(new JsonTree(new BigDecimal("1e999999999")).text()).isEqualTo("1E+999999999");
        assertThat(new JsonTree(new BigDecimal("1e-999999999")).json()).isEqualTo("1E-999999999");
    }
}
