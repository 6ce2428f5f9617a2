package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;

/** Units, their people and sectors, as administrators write them and viewers read them. */
class UnitsTest {

    private static FakeHub hub;
    private static RunningApi api;

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        hub.units.clear();
        hub.audit.clear();
    }

    @Test
    void listsTheUnitsOfAnArea() {
        for (var area : List.of("80001", "80002")) {
            hub.units.add(new Unit(
                    "ubnd-" + area,
                    "UBND " + area,
                    new AreaCode(area),
                    Optional.empty(),
                    Validity.since(LocalDate.of(2025, 7, 1))));
        }
        var units = api.get("admin", "/units?area=80001").json();
        assertThat(units.path("total").asInt()).isEqualTo(1);
        assertThat(units.path("items").get(0).path("code").asText()).isEqualTo("ubnd-80001");
    }

    @Test
    void recordsWhomAUnitAnswersTo() {
        var put = api.send("admin", "PUT", "/units/xa", "{\"name\":\"UBND\",\"area\":\"80001\",\"parent\":\"tinh\"}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(hub.audit.get(0).details()).containsEntry("parent", "tinh");
    }

    @Test
    void aUnitNamesThePersonWhomOthersTurnTo() {
        var body = "{\"name\":\"UBND\",\"area\":\"80001\"}";
        var lan = "{\"name\":\"Nguyễn Thị Lan\",\"duty\":\"Phó Chủ tịch\",\"phone\":\"0272 3000 111\"}";
        var named = api.send("admin", "PUT", "/units/xa", body.replace("}", ",\"contact\":" + lan + "}"));
        assertThat(named.status()).as(named.text()).isEqualTo(200);
        assertThat(hub.audit.get(0).details()).containsEntry("contact", "Nguyễn Thị Lan");
        api.send("admin", "PUT", "/units/xa", body);
        assertThat(api.get("lan", "/units/xa")
                        .json()
                        .path("contact")
                        .path("phone")
                        .asText())
                .isEqualTo("0272 3000 111");
        api.send("admin", "PUT", "/units/xa", body.replace("}", ",\"contact\":{}}"));
        assertThat(api.get("lan", "/units/xa").json().has("contact")).isFalse();

        var nameless = api.send("admin", "PUT", "/units/xa", body.replace("}", ",\"contact\":{\"phone\":\"113\"}}"));
        assertThat(nameless.rule()).isEqualTo("unit.contact-name");
        var unreachable = api.send("admin", "PUT", "/units/xa", body.replace("}", ",\"contact\":{\"name\":\"Lan\"}}"));
        assertThat(unreachable.rule()).isEqualTo("unit.contact-reach");
    }

    @Test
    void aUnitThatCouldNotBeWrittenIsRecordedAsFailed() {
        hub.units = List.of(); // takes nothing, as a database whose disk is full
        try {
            var put = api.send("admin", "PUT", "/units/ubnd", "{\"name\":\"UBND\",\"area\":\"80001\"}");
            assertThat(put.status()).isEqualTo(500);
            assertThat(hub.audited()).containsExactly("admin unit.put ubnd DONE", "admin unit.put ubnd FAILED");
        } finally {
            hub.units = new ArrayList<>();
        }
    }

    @Test
    void administratorsWriteUnitsAndViewersReadThoseOfTheirArea() {
        var body = "{\"name\":\"UBND xã Tân An\",\"area\":\"80001\"}";
        var put = api.send("admin", "PUT", "/units/ubnd-tan-an", body);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().path("from").asText()).isEqualTo("2026-11-22");
        assertThat(hub.audited()).contains("admin unit.put ubnd-tan-an DONE");
        assertThat(api.get("lan", "/units/ubnd-tan-an").status()).isEqualTo(200);
        assertThat(api.get("lan", "/units").json().path("total").asInt()).isEqualTo(1);
        var again = body.replace("}", ",\"to\":\"2027-01-01\"}");
        assertThat(api.send("admin", "PUT", "/units/ubnd-tan-an", body.replace("}", ",\"from\":\"2025-07-01\"}"))
                        .status())
                .isEqualTo(200);
        assertThat(api.send("admin", "PUT", "/units/ubnd-tan-an", again)
                        .json()
                        .path("from")
                        .asText())
                .isEqualTo("2025-07-01");
        var backwards = body.replace("}", ",\"from\":\"2026-02-01\",\"to\":\"2026-01-01\"}");
        assertThat(api.send("admin", "PUT", "/units/x", backwards).rule()).isEqualTo("unit.validity");
        assertThat(api.send("admin", "PUT", "/units/x", body.replace("}", ",\"from\":\"01/02/2026\"}"))
                        .rule())
                .isEqualTo("field.date");
        assertThat(api.get("lan", "/sectors")
                        .json()
                        .path("items")
                        .get(0)
                        .path("name")
                        .asText())
                .isEqualTo("Giao thông");
    }
}
