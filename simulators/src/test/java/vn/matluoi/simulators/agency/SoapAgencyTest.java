package vn.matluoi.simulators.agency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SoapAgencyTest {

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<byte[]> page(SoapAgency agency, String contentType, int number) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(agency.address()))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                SoapAgency.question().replace("{page}", String.valueOf(number))))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Document document(HttpResponse<byte[]> answer) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(answer.body()));
    }

    private static List<String> texts(Document document, String name) {
        var found = document.getElementsByTagNameNS(SoapAgency.NAMESPACE, name);
        return IntStream.range(0, found.getLength())
                .mapToObj(n -> found.item(n).getTextContent())
                .toList();
    }

    @Test
    void listsItsCamerasPageByPage() throws Exception {
        try (SoapAgency agency =
                new SoapAgency(0, RestAgency.cameras("25459", 1, 5001, List.of("A & B", "C", "D")), 2)) {
            Document first = document(page(agency, "text/xml", 1));
            assertThat(texts(first, "ten_camera")).containsExactly("A & B", "C");
            assertThat(texts(first, "Total")).containsExactly("3");
            assertThat(texts(first, "lat")).hasSize(2);
            assertThat(texts(document(page(agency, "text/xml", 2)), "ma_camera"))
                    .containsExactly("CAM-25459-05003");
            assertThat(texts(document(page(agency, "text/xml", 3)), "Camera")).isEmpty();
            assertThat(document(page(agency, "application/soap+xml", 1))
                            .getDocumentElement()
                            .getNamespaceURI())
                    .isEqualTo("http://www.w3.org/2003/05/soap-envelope");
        }
    }

    @Test
    void failsNowAndThenByAFaultIfToldTo() throws Exception {
        try (SoapAgency agency = new SoapAgency(0, RestAgency.cameras("25459", 1, 5001, List.of("A")), 2)) {
            agency.failEvery(2);
            assertThat(page(agency, "text/xml", 1).statusCode()).isEqualTo(200);
            HttpResponse<byte[]> failed = page(agency, "text/xml", 1);
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(new String(failed.body(), StandardCharsets.UTF_8)).contains("faultstring>Lỗi máy chủ<");
            assertThat(agency.asked()).isEqualTo(2);
        }
    }
}
