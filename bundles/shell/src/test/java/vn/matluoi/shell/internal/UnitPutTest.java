package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Contact;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.registry.Units;

/** {@code hub:unit-put}, with the days of a unit and the person to turn to. */
class UnitPutTest extends CommandFixture {

    private final List<Object> added = new ArrayList<>();

    @Test
    void addsAUnitWithTheDaysThatTheRegistrySaysAndRecordsItsWording() throws Exception {
        var command = ready(new UnitPut());
        var days = Validity.since(LocalDate.of(2025, 7, 1));
        command.units = fake(Units.class, (method, given) -> switch (method) {
            case "validity" -> days;
            case "find" -> Optional.empty();
            default -> added.add(given[0]);
        });
        command.words =
                List.of("ubnd-xa-tan-chau", "--name", "UBND xã Tân Châu", "--area", "25516", "--parent", "ubnd-tinh");
        assertThat(command.execute()).isNull();
        assertThat(added)
                .containsExactly(new Unit(
                        "ubnd-xa-tan-chau", "UBND xã Tân Châu", new AreaCode("25516"), Optional.of("ubnd-tinh"), days));
        assertThat(audited).singleElement().satisfies(record -> {
            assertThat(record.action()).isEqualTo("shell.unit-put");
            assertThat(record.details())
                    .containsExactlyEntriesOf(
                            new TreeMap<>(Map.of("name", "UBND xã Tân Châu", "area", "25516", "parent", "ubnd-tinh")));
        });

        command.words = List.of("Xã Tân Châu", "--name", "UBND", "--area", "25516");
        assertThat(command.execute()).isEqualTo(2);
        command.words = List.of("xa", "--name", "UBND", "--area", "25516", "--contact", "Lan");
        assertThat(command.execute()).isEqualTo(2);
        assertThat(added).hasSize(1);
        command.words = List.of("xa", "--name", "UBND", "--area", "25516", "--contact", "Lan", "--phone", "113");
        assertThat(command.execute()).isNull();
        assertThat(((Unit) added.get(1)).contact()).map(Contact::name).contains("Lan");
        command.words = List.of("xa", "--name", "UBND", "--area", "25516", "--contact", "");
        assertThat(command.execute()).isNull();
        assertThat(((Unit) added.get(2)).contact()).isEmpty();
        var nobodys = ready(new UnitPut());
        nobodys.units = command.units;
        nobodys.words = List.of("xa", "--name", "UBND", "--area", "25516", "--phone", "113");
        assertThat(nobodys.execute()).isEqualTo(2);
        assertThat(added).hasSize(3);
    }
}
