package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the reference says of routes (docs/reference/routes.md) is what the templates of the hub say of themselves. */
class RouteReferenceTest {

    private static final Path PAGE = Project.ROOT.resolve("docs/reference/routes.md");
    private static final String BEGIN = "<!-- begin templates -->\n";
    private static final String END = "<!-- end templates -->";

    @Test
    void theReferenceSaysWhatEachTemplateTakes() throws IOException {
        var page = Files.readString(PAGE);
        var written = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
        var made = new StringBuilder();
        SharedHub.administrator()
                .get("/api/v1/route-templates")
                .json()
                .path("items")
                .forEach(template -> made.append(section(template)));
        Files.writeString(Project.TARGET.resolve("route-templates.md"), made);
        assertThat(written)
                .as("%s; what it should say lies in itests/target/route-templates.md", PAGE.getFileName())
                .isEqualTo(made.toString());
    }

    private static String section(JsonNode template) {
        var text = new StringBuilder("\n## `%s`\n\n%s.\n%s.\n\n"
                .formatted(
                        template.path("name").asText(),
                        template.path("description").asText(),
                        template.path("descriptionEn").asText()));
        text.append("| tham số / key | mặc định / default | ví dụ / example | ý nghĩa / what |\n|---|---|---|---|\n");
        for (var parameter : template.path("parameters")) {
            text.append("| `%s` | %s | %s | %s / %s |\n"
                    .formatted(
                            parameter.path("name").asText(),
                            parameter.path("required").asBoolean()
                                    ? "**bắt buộc / required**"
                                    : code(parameter.path("defaultValue").asText("")),
                            code(parameter.path("example").asText("")),
                            cell(parameter.path("description").asText()),
                            cell(parameter.path("descriptionEn").asText())));
        }
        return text.toString();
    }

    private static String code(String value) {
        return value.isEmpty() ? "–" : "`" + cell(value) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
