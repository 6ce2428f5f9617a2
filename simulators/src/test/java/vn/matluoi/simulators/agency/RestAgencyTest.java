package vn.matluoi.simulators.agency;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestAgencyTest {

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> page(RestAgency agency, int number) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(agency.address() + "?page=" + number))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void listsItsCamerasPageByPage() throws Exception {
        try (RestAgency agency = new RestAgency(0, RestAgency.cameras("25459", 1, 5001, List.of("A", "B", "C")), 2)) {
            assertThat(page(agency, 1).body())
                    .contains("\"ten_camera\":\"A\"", "\"ten_camera\":\"B\"", "\"lat\":", "\"total\":3")
                    .doesNotContain("\"ten_camera\":\"C\"");
            assertThat(page(agency, 2).body()).contains("\"ten_camera\":\"C\"", "\"ma_camera\":\"CAM-25459-05003\"");
            assertThat(page(agency, 3).body()).contains("\"data\":[]");
        }
    }

    @Test
    void failsNowAndThenIfToldTo() throws Exception {
        try (RestAgency agency = new RestAgency(0, RestAgency.cameras("25459", 1, 5001, List.of("A")), 2)) {
            agency.failEvery(2);
            assertThat(page(agency, 1).statusCode()).isEqualTo(200);
            assertThat(page(agency, 1).statusCode()).isEqualTo(500);
            assertThat(agency.asked()).isEqualTo(2);
        }
    }
}
