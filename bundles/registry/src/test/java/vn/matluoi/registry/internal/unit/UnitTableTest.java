package vn.matluoi.registry.internal.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Contact;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Scope;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class UnitTableTest {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void twoUnits() {
        hub = Hub.empty(engine);
        hub.units.put(unit("ubnd-long-an", "UBND phường Long An", LONG_AN), "an");
        hub.units.put(unit("ubnd-tan-an", "UBND phường Tân An", TAN_AN), "an");
    }

    @Test
    void findsAUnitByItsNameAsPeopleWriteIt() {
        assertThat(hub.units.named("ubnd  PHUONG Tân an")).map(Unit::code).contains("ubnd-tan-an");
        assertThat(hub.units.named("ubnd")).isEmpty();
    }

    @Test
    void answersToAUnitThatIsThereAndNotBelowIt() {
        hub.units.put(below("ap-1", "ubnd-tan-an"), "an");
        hub.units.put(below("to-1", "ap-1"), "an");

        refuses(below("ap-1", "nobody"), "parent", "unit.unknown");
        refuses(below("ap-1", "ap-1"), "parent", "unit.parent-cycle");
        refuses(below("ubnd-tan-an", "to-1"), "parent", "unit.parent-cycle");
        assertThat(hub.units.find(Scope.all(), "ap-1").flatMap(Unit::parent)).contains("ubnd-tan-an");
    }

    @Test
    void standsInAnAreaInForce() {
        refuses(unit("ubnd-99999", "UBND", new AreaCode("99999")), "area", "area.unknown");
        assertThat(hub.units.find(Scope.all(), "ubnd-99999")).isEmpty();
    }

    @Test
    void keepsTheDaysThatNobodyChanges() {
        var began = LocalDate.of(2025, 7, 1);
        var ends = LocalDate.of(2026, 12, 31);
        var today = LocalDate.of(2026, 11, 22);
        hub.units.put(new Unit("ap-2", "Ấp 2", TAN_AN, Optional.empty(), Validity.between(began, ends)), "an");

        assertThat(hub.units.validity("ap-2", Optional.empty(), Optional.empty(), today))
                .isEqualTo(Validity.between(began, ends));
        assertThat(hub.units.validity("ap-2", Optional.empty(), Optional.of(today), today))
                .isEqualTo(Validity.between(began, today));
        assertThat(hub.units.validity("ap-2", Optional.of(today), Optional.empty(), today))
                .isEqualTo(Validity.since(today));
        assertThat(hub.units.validity("ap-3", Optional.empty(), Optional.empty(), today))
                .isEqualTo(Validity.since(today));
    }

    @Test
    void namesThePersonWhomOthersTurnToAndKeepsTheFormerOneInTheFeed() {
        var lan = new Contact(
                "Nguyễn Thị Lan", Optional.of("Phó Chủ tịch"), Optional.of("0272 3000 111"), Optional.empty());
        var unit = unit("ubnd-tan-an", "UBND phường Tân An", TAN_AN);
        hub.units.put(unit.with(Optional.of(lan)), "an");
        assertThat(hub.units.find(Scope.all(), unit.code()).flatMap(Unit::contact))
                .contains(lan);
        var minh = new Contact("Trần Minh", Optional.empty(), Optional.empty(), Optional.of("minh@example.org"));
        hub.units.put(unit.with(Optional.of(minh)), "an");
        assertThat(hub.units.find(Scope.all(), unit.code()).flatMap(Unit::contact))
                .contains(minh);

        hub.units.put(unit, "an");
        assertThat(hub.units.find(Scope.all(), unit.code()).flatMap(Unit::contact))
                .isEmpty();
        var told = hub.changes.read(Scope.all(), 0, 100);
        assertThat(told.get(told.size() - 1).fields())
                .containsEntry("former.contactName", "Trần Minh")
                .doesNotContainKey("contactName");
    }

    private void refuses(Unit unit, String field, String rule) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.units.put(unit, "an"))
                .satisfies(refused -> assertThat(refused.rule()).isEqualTo(rule))
                .satisfies(refused -> assertThat(refused.errors())
                        .extracting(FieldError::field)
                        .containsExactly(field));
    }

    private static Unit below(String code, String parent) {
        return new Unit(code, code, TAN_AN, Optional.of(parent), Validity.since(LocalDate.of(2025, 7, 1)));
    }

    @Test
    void listsWithinTheScopeInPages() {
        var first = hub.units.list(Scope.all(), Optional.empty(), 1, Optional.empty());
        var second = hub.units.list(Scope.all(), Optional.empty(), 1, first.next());

        assertThat(first.total()).isEqualTo(2);
        assertThat(first.items()).extracting(Unit::code).containsExactly("ubnd-long-an");
        assertThat(second.items()).extracting(Unit::code).containsExactly("ubnd-tan-an");
        assertThat(second.next()).isEmpty();
        assertThat(hub.units
                        .list(Scope.of(Set.of(TAN_AN)), Optional.of("ubnd"), 10, Optional.empty())
                        .items())
                .extracting(Unit::code)
                .containsExactly("ubnd-tan-an");
        assertThat(hub.units.find(Scope.of(Set.of(TAN_AN)), "ubnd-long-an")).isEmpty();
    }

    @Test
    void listsTheUnitsOfAnArea() {
        var there = hub.units.list(Scope.all(), Optional.empty(), Optional.of(TAN_AN), 10, Optional.empty());

        assertThat(there.total()).isEqualTo(1);
        assertThat(there.items()).extracting(Unit::code).containsExactly("ubnd-tan-an");
        assertThat(hub.units
                        .list(Scope.of(Set.of(LONG_AN)), Optional.empty(), Optional.of(TAN_AN), 10, Optional.empty())
                        .items())
                .as("outside the scope nothing is there")
                .isEmpty();
    }

    @Test
    void keepsTheFormerWordingInTheChangeFeed() {
        hub.units.put(unit("ubnd-tan-an", "Ủy ban nhân dân phường Tân An", TAN_AN), "an");

        assertThat(hub.units.find(Scope.all(), "ubnd-tan-an").orElseThrow().name())
                .startsWith("Ủy ban");
        assertThat(hub.changes.read(Scope.all(), 2, 10)).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo("unit.put");
            assertThat(change.fields()).containsEntry("former.name", "UBND phường Tân An");
        });
    }

    @Test
    void knowsTheSectorsOfTheCatalogue() {
        assertThat(hub.units.sectors())
                .extracting(Sector::code)
                .containsExactly(
                        "security",
                        "traffic",
                        "public-administration",
                        "health",
                        "education",
                        "environment",
                        "residential",
                        "household");
    }

    private static Unit unit(String code, String name, AreaCode area) {
        return new Unit(code, name, area, Optional.empty(), Validity.since(LocalDate.of(2025, 7, 1)));
    }
}
