package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;

class AskedReadingTest {

    private static final AskedReading NOTHING =
            new AskedReading(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static AgencyRoute route(boolean complete) {
        return new AgencyRoute(
                "cong",
                new SourceId("khu-do-thi"),
                "Khu đô thị",
                new AreaCode("27694"),
                "residential",
                Optional.of("ubnd"),
                Optional.empty(),
                Optional.empty(),
                complete);
    }

    @Test
    void whatIsLeftOutIsAsTheRouteSays() {
        var reading = NOTHING.within(route(true), name -> name);
        assertThat(reading.profile()).contains("residential");
        assertThat(reading.complete()).contains(true);
        assertThat(reading.area()).contains(new AreaCode("27694"));
        assertThat(reading.unit()).contains("ubnd");
        assertThat(reading.sector()).isEmpty();
        assertThat(NOTHING.within(route(false), name -> name).complete()).contains(false);
    }

    @Test
    void theSameAsTheRouteSaysMayBeSaidAndAListMayBeInPart() {
        var same = new AskedReading(
                Optional.of("residential"),
                Optional.of(false),
                Optional.of(new AreaCode("27694")),
                Optional.of("ubnd"),
                Optional.empty());
        assertThat(same.within(route(true), name -> name)).isEqualTo(same);
    }

    @Test
    void eachValueThatTheRouteDoesNotSayIsRefusedByItsName() {
        var other = new AskedReading(
                Optional.of("generic"),
                Optional.of(true),
                Optional.of(new AreaCode("27695")),
                Optional.of("khac"),
                Optional.of("security"));
        assertThatThrownBy(() -> other.within(route(false), name -> "X/" + name))
                .isInstanceOfSatisfying(HubException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.INVALID);
                    assertThat(e.rule()).isEqualTo(AskedReading.RULE);
                    assertThat(e.errors())
                            .extracting(FieldError::field)
                            .containsExactly("X/profile", "X/complete", "X/area", "X/unit", "X/sector");
                    assertThat(e.errors().get(0).message().vi()).contains("“residential”", "route-cong.cfg");
                    assertThat(e.errors().get(4).message().en()).contains("does not say any");
                });
    }
}
