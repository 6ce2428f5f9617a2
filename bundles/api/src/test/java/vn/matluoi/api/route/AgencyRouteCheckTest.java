package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Profile;

class AgencyRouteCheckTest {

    private final AgencyRouteCheck check = new AgencyRouteCheck(
            new OneArea(),
            new OneUnit(),
            List.of(new Profile("commune", Text.same("xã"), List.of(), Map.of(), OptionalDouble.empty())));

    private List<FieldError> with(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of("source", "xa-mau", "area", OneArea.HERE.value()));
        settings.putAll(more);
        var errors = new ArrayList<FieldError>();
        check.check(settings, errors);
        return errors;
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(with(Map.of())).isEmpty();
        assertThat(with(Map.of("profile", "commune", "unit", OneUnit.HERE, "sector", OneUnit.SECTOR)))
                .isEmpty();
        assertThat(with(Map.of("network", "private"))).isEmpty();
        assertThat(with(Map.of("network", " internet "))).isEmpty();
    }

    @Test
    void namesAChannelThatIsNeitherPrivateNorTheInternet() {
        assertThat(with(Map.of("network", "vpn"))).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("network");
            assertThat(error.message().vi()).contains("private", "internet", "“vpn”");
        });
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(with(Map.of("source", "Xã Mẫu", "area", "xyz", "complete", "có")))
                .extracting(FieldError::field)
                .containsExactly("source", "area", "complete");
    }

    @Test
    void namesWhatTheCatalogueDoesNotKnow() {
        var errors = with(Map.of("profile", "communne", "unit", "ubnd-khac", "sector", "an-ninh"));
        assertThat(errors).extracting(FieldError::field).containsExactly("profile", "unit", "sector");
        assertThat(errors.get(0).message().vi()).contains("“communne”", "commune");
        assertThat(errors.get(2).message().vi()).contains("“an-ninh”", OneUnit.SECTOR);
    }

    @Test
    void listsTheSuccessorsOfAFormerArea() {
        assertThat(with(Map.of("area", OneArea.FORMER.value())))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("hết hiệu lực", OneArea.HERE.value()));
    }

    @Test
    void aNumberIsWithinItsRange() {
        var errors = new ArrayList<FieldError>();
        AgencyRouteCheck.number("port", Map.of("port", " 5432 "), 1, 65535, errors);
        AgencyRouteCheck.number("port", Map.of("port", ""), 1, 65535, errors);
        assertThat(errors).isEmpty();
        AgencyRouteCheck.number("port", Map.of("port", "0"), 1, 65535, errors);
        AgencyRouteCheck.number("port", Map.of("port", "many"), 1, 65535, errors);
        assertThat(errors).extracting(FieldError::rule).containsExactly("range", "range");
    }
}
