package vn.matluoi.rest.internal.web;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiEndpointTest {

    @Test
    void publishesNothingThatIsNotDescribed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ApiEndpoint.described(List.of(new Object())))
                .withMessageContaining("java.lang.Object");
    }
}
