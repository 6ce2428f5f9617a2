package vn.matluoi.profiles.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Rule;

/** What {@code docs/reference/profiles.md} says of the shipped profiles is what they hold. */
class ProfileReferenceTest {

    private static final String BEGIN = "<!-- begin profiles -->\n";
    private static final String END = "<!-- end profiles -->";

    @Test
    void theReferenceSaysWhatTheProfilesHold() throws IOException {
        var page = Files.readString(root().resolve("docs/reference/profiles.md"));
        var written = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
        var made = made();
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/profiles.md"), made);
        assertThat(written)
                .as("profiles.md; what it should say lies in camel-routes/profiles/target/profiles.md")
                .isEqualTo(made);
    }

    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs/reference"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static String made() {
        var profiles = ShippedProfiles.load();
        var lines = new ArrayList<String>();
        profiles.forEach((name, profile) -> {
            var base = Document.of(ShippedProfiles.document(name)).base().map(profiles::get);
            lines.add("## `%s`: %s".formatted(name, words(profile.title())));
            lines.add("");
            base.ifPresent(each -> {
                lines.add("Bổ sung `%s` / Adds to `%s`.".formatted(each.name(), each.name()));
                lines.add("");
            });
            defaults(profile, base.map(Profile::defaults).orElse(Map.of()), lines);
            columns(profile, base.map(Profile::columns).orElse(List.of()), lines);
            codes(profile, base.map(Profile::codes).orElse(Map.of()), lines);
            rules(profile, base.map(Profile::rules).orElse(List.of()), lines);
        });
        return String.join("\n", lines);
    }

    private static void defaults(Profile profile, Map<CameraField, String> before, List<String> lines) {
        var own = new LinkedHashMap<>(profile.defaults());
        before.forEach(own::remove);
        if (profile.centralMeridian().isPresent() && before.isEmpty()) {
            lines.add("Kinh tuyến trục / Central meridian: %s°."
                    .formatted(profile.centralMeridian().getAsDouble()));
            lines.add("");
        }
        if (!own.isEmpty()) {
            lines.add("| trường / field | mặc định / default |");
            lines.add("|---|---|");
            own.forEach((field, value) ->
                    lines.add("| `%s` %s | %s |".formatted(field.key(), words(field.label()), value)));
            lines.add("");
        }
    }

    private static void columns(Profile profile, List<Profile.Column> before, List<String> lines) {
        var known = before.stream().collect(Collectors.toMap(Profile.Column::field, Profile.Column::headings));
        var rows = new ArrayList<String>();
        for (var column : profile.columns()) {
            var headings = new ArrayList<>(column.headings());
            headings.removeAll(known.getOrDefault(column.field(), List.of()));
            if (!headings.isEmpty()) {
                rows.add("| `%s` %s%s | %s |"
                        .formatted(
                                column.field().key(),
                                words(column.field().label()),
                                column.required() ? " (bắt buộc / required)" : "",
                                String.join(", ", headings)));
            }
        }
        if (!rows.isEmpty()) {
            lines.add(
                    "| trường / field | tiêu đề, ghi trước ưu tiên trước / headings, an earlier one counts for more |");
            lines.add("|---|---|");
            lines.addAll(rows);
            lines.add("");
        }
    }

    private static void codes(Profile profile, Map<CameraField, Map<String, String>> before, List<String> lines) {
        var rows = new ArrayList<String>();
        for (var field : CameraField.values()) {
            var byCode = new LinkedHashMap<String, List<String>>();
            profile.codes().getOrDefault(field, Map.of()).forEach((word, code) -> {
                if (!before.getOrDefault(field, Map.of()).containsKey(word)) {
                    byCode.computeIfAbsent(code, each -> new ArrayList<>()).add(word);
                }
            });
            byCode.forEach((code, words) ->
                    rows.add("| `%s` | `%s` | %s |".formatted(field.key(), code, String.join(", ", words))));
        }
        if (!rows.isEmpty()) {
            lines.add("| trường / field | mã / code | từ được hiểu / words that stand for it |");
            lines.add("|---|---|---|");
            lines.addAll(rows);
            lines.add("");
        }
    }

    private static void rules(Profile profile, List<Rule> before, List<String> lines) {
        var own = new ArrayList<>(profile.rules());
        own.removeAll(before);
        if (!own.isEmpty()) {
            lines.add(
                    "| quy tắc / rule | mức / severity | nội dung / what it says | căn cứ / basis | từ ngày / from |");
            lines.add("|---|---|---|---|---|");
            own.forEach(rule -> lines.add("| %s `%s` | %s%s | %s | %s | %s |"
                    .formatted(
                            rule.rule(),
                            rule.name(),
                            rule.severity().name().toLowerCase(Locale.ROOT),
                            rule.once() ? ", một lần mỗi bảng / once a sheet" : "",
                            words(rule.message()),
                            words(rule.citation()),
                            rule.from().map(Object::toString).orElse("dự thảo / draft"))));
            lines.add("");
        }
    }

    private static String words(Text text) {
        return text.vi().equals(text.en()) ? text.vi() : text.vi() + " / " + text.en();
    }
}
