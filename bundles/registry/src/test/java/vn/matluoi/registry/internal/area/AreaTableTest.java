package vn.matluoi.registry.internal.area;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAY_NINH;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class AreaTableTest {

    @Parameter
    Engine engine;

    Hub hub;
    Areas areas;

    @BeforeEach
    void areas() {
        hub = Hub.empty(engine);
        areas = hub.areas;
    }

    @Test
    void knowsWhatIsInForceNow() {
        var ward = areas.find(LONG_AN).orElseThrow();

        assertThat(ward.fullName()).isEqualTo("Phường Long An");
        assertThat(ward.parent()).contains(TAY_NINH);
        assertThat(ward.successors()).isEmpty();
        assertThat(areas.children(Optional.empty())).hasSize(34);
        assertThat(areas.children(Optional.of(TAY_NINH)))
                .hasSize(96)
                .allMatch(one -> one.level() == Area.Level.COMMUNE);
    }

    @Test
    void theSameCodeNamesAnotherUnitBeforeTheReform() {
        assertThat(areas.find(new AreaCode("27694"), LocalDate.of(2025, 6, 30))
                        .orElseThrow()
                        .fullName())
                .isEqualTo("Phường 1");
        assertThat(areas.history(new AreaCode("27694"))).hasSize(2);
        assertThat(areas.find(new AreaCode("72")))
                .as("Long An is no province now")
                .isEmpty();
    }

    @Test
    void aClockThatIsSetBackBringsNoFormerUnitBack() {
        var now = new AtomicReference<>(Instant.parse("2026-11-22T00:00:00Z"));
        areas = AreaTable.loaded(hub.database, now::get);
        assertThat(areas.within(LONG_AN, TAY_NINH)).isTrue();
        now.set(Instant.parse("2016-11-22T00:00:00Z"));

        assertThat(areas.within(LONG_AN, TAY_NINH)).isTrue();
        assertThat(areas.within(LONG_AN, new AreaCode("72"))).isFalse();
        assertThat(areas.find(LONG_AN).orElseThrow().fullName()).isEqualTo("Phường Long An");
    }

    @Test
    void listsSeveralSuccessorsAndChoosesNone() {
        var city = areas.find(new AreaCode("794"), LocalDate.of(2025, 6, 30)).orElseThrow();

        assertThat(city.fullName()).isEqualTo("Thành phố Tân An");
        assertThat(city.successors()).containsExactly(LONG_AN, TAN_AN, new AreaCode("27715"));
    }

    @Test
    void searchesWithoutCaseAccentsAndKindWord() {
        for (var written : List.of("phường Long An", "LONG AN", "p. long an", "Phuong  Long-An")) {
            assertThat(areas.search(written, Optional.of(TAY_NINH), false))
                    .as(written)
                    .first()
                    .satisfies(found -> assertThat(found.code()).isEqualTo(LONG_AN));
        }
    }

    @Test
    void findsFormerUnitsWithinTheProvinceTheyWentOverInto() {
        var found = areas.search("xã Bình Tâm", Optional.of(TAY_NINH), true);

        assertThat(found).first().satisfies(former -> {
            assertThat(former.validity().to()).contains(LocalDate.of(2025, 6, 30));
            assertThat(former.successors()).containsExactly(TAN_AN);
        });
        assertThat(areas.search("xã Bình Tâm", Optional.of(TAY_NINH), false)).isEmpty();
    }

    @Test
    void knowsWhatStandsBelowWhat() {
        assertThat(areas.within(LONG_AN, TAY_NINH)).isTrue();
        assertThat(areas.within(LONG_AN, LONG_AN)).isTrue();
        assertThat(areas.within(LONG_AN, new AreaCode("79"))).isFalse();
    }

    @Test
    void loadsTheFilesOnceForEachEdition() {
        hub.database.write(
                connection -> connection.createStatement().executeUpdate("delete from areas where code = '01'"));
        try {
            assertThat(AreaTable.loaded(hub.database).find(new AreaCode("01")))
                    .as("not loaded again")
                    .isEmpty();
        } finally {
            hub.database.write(connection ->
                    connection.createStatement().executeUpdate("update registry_seeds set hash = 'older'"));
        }

        assertThat(AreaTable.loaded(hub.database).find(new AreaCode("01")))
                .as("a newer edition")
                .isPresent();
        assertThat(hub.count("select count(*) from area_closure")).isEqualTo(34 + 2 * 3321);
    }

    @Test
    void isHealthyWhileUnitsAreInForce() {
        var result = new AreaHealth(areas).check();

        assertThat(result.healthy()).isTrue();
        assertThat(result.detail().en()).contains("34 provinces").contains("3321 communes");
    }
}
