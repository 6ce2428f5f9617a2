package vn.matluoi.profiles.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Profiles;
import vn.matluoi.api.intake.Rule;

class DocumentTest {

    private static final Map<String, Profile> SHIPPED = ShippedProfiles.load();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            "colums":[]                                                  | /colums                 | schema.additionalProperties
            "columns":[{"field":"hight","headings":["h"]}]               | /columns/0/field        | schema.enum
            "columns":[{"field":"height","headings":[]}]                 | /columns/0/headings     | schema.minItems
            "columns":[{"field":"height","headings":["--"]}]             | /columns/0/headings/0   | schema.pattern
            "columns":[{"field":"height"}]                               | /columns/0/headings     | schema.required
            "columns":[{"field":"name","headings":["Tên"]},{"field":"code","headings":["TEN"]}] | /columns/1/headings | profile.heading-twice
            "columns":[{"field":"name","headings":["Tên"]},{"field":"name","headings":["Cam"]}] | /columns/1/field    | profile.field-twice
            "codes":{"sectors":{"a":"b"}}                                | /codes/sectors          | schema.additionalProperties
            "codes":{"sector":{"a":""}}                                  | /codes/sector/a         | schema.minLength
            "codes":{"sector":{"a":"b","a":"c"}}                         | /                       | profile.json
            "centralMeridian":15                                         | /centralMeridian        | schema.minimum
            "centralMeridian":105.8                                      | /centralMeridian        | schema.multipleOf
            "defaults":{"serial":"1"}                                    | /defaults/serial        | schema.additionalProperties
            "extends":"nobody"                                           | /extends                | profile.base
            "without":["consent"]                                        | /without/0              | profile.rule-unknown
            "rules":[{"name":"a"}]                                       | /rules/0/rule           | schema.required
            """)
    void saysByPointerWhatIsWrong(String json, String pointer, String rule) {
        var refused = refused("{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"}," + json + "}");

        assertThat(refused.reason()).isEqualTo(HubException.Reason.INVALID);
        assertThat(refused.errors()).anySatisfy(error -> {
            assertThat(error.field()).isEqualTo(pointer);
            assertThat(error.rule()).isEqualTo(rule);
            assertThat(error.message().vi()).isNotEqualTo(error.message().en());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            "when":[{"field":"height","is":[]}]                      | /rules/0/when/0
            "when":[{"field":"height","is":["1"],"stated":true}]     | /rules/0/when/0
            "when":[{"fields":["name"],"mentions":["a","a"]}]        | /rules/0/when/0
            "when":[{"field":"consent","numbered":false}]            | /rules/0/when/0
            "when":[{"overlaps":{"metres":51,"degrees":1}}]          | /rules/0/when/0
            "when":[{"script":"1"}]                                  | /rules/0/when/0
            "when":[]                                                | /rules/0/when
            "when":[{"blocked":true}],"once":true                    | /rules/0/severity
            "when":[{"missing":true}]                                | /rules/0/severity
            "when":[{"not":{"missing":true}}]                        | /rules/0/when/0
            "when":[{"blocked":true}],"unless":[{"missing":true}]    | /rules/0/unless/0
            "when":[{"blocked":true}],"from":"2026-02-30"            | /rules/0/from
            "when":[{"blocked":true}],"layers":["police"]            | /rules/0/layers/0
            "when":[{"blocked":true}],"mend":{"vi":"{colour}","en":"x"} | /rules/0/mend/vi
            """)
    void refusesARuleThatCannotBeApplied(String json, String pointer) {
        var mend = json.contains("\"mend\"") ? "" : ",\"mend\":{\"vi\":\"Sửa\",\"en\":\"Mend\"}";
        var refused = refused(
                "{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"},\"rules\":[{\"name\":\"a\",\"rule\":\"R9\","
                        + "\"severity\":\"error\",\"citation\":{\"vi\":\"x\",\"en\":\"x\"},\"message\":{\"vi\":\"x\",\"en\":\"x\"}"
                        + mend
                        + "," + json + "}]}");

        assertThat(refused.errors()).extracting(HubException.FieldError::field).anySatisfy(field -> assertThat(field)
                .startsWith(pointer));
    }

    @Test
    void refusesWhatIsNoJsonTooLongOrTooDeep() {
        assertThat(refused("{\"name\":\n1").errors().get(0).message().vi()).contains("dòng 2");
        assertThat(refused("[".repeat(100)).rule()).isEqualTo("profile.invalid");
        assertThat(refused(" ".repeat(Profiles.LONGEST + 1)).errors().get(0).rule())
                .isEqualTo("profile.long");
        assertThat(refused("[]").errors()).isNotEmpty();
        assertThat(refused("{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"}} {}")
                        .errors()
                        .get(0)
                        .rule())
                .isEqualTo("profile.json");
    }

    @Test
    void addsToItsBaseAndCountsForMore() {
        var profile = Document.checked(
                        """
                {"name": "ward", "extends": "hospital", "title": {"vi": "Phường", "en": "Ward"},
                 "defaults": {"sector": "security"},
                 "columns": [{"field": "note", "headings": ["Tầng"]}, {"field": "name", "required": false},
                             {"field": "network", "constant": "internet"}],
                 "codes": {"purpose": {"HÀNH LANG": "security"}},
                 "without": ["retention"],
                 "rules": [{"name": "consent", "rule": "R1.3", "severity": "warning", "citation": {"vi": "QĐ 1", "en": "QĐ 1"},
                            "from": "2026-07-01", "when": [{"field": "owner", "stated": true}],
                            "message": {"vi": "Hỏi {owner}", "en": "Ask {owner}"}, "mend": {"vi": "Hỏi", "en": "Ask"}}]}
                """)
                .profile(SHIPPED);

        assertThat(profile.defaults())
                .containsEntry(CameraField.SECTOR, "security")
                .containsEntry(CameraField.PLACE_KIND, "hospital")
                .containsKey(CameraField.UPDATE_FREQUENCY);
        assertThat(column(profile, CameraField.NOTE).headings()).startsWith("Tầng", "Ghi chú");
        assertThat(column(profile, CameraField.ADDRESS).headings())
                .as("a heading has one meaning")
                .doesNotContain("Tầng")
                .contains("Khối nhà");
        assertThat(column(profile, CameraField.NAME).required()).isFalse();
        assertThat(column(profile, CameraField.NETWORK).constant()).contains("internet");
        assertThat(profile.codes().get(CameraField.PURPOSE))
                .containsEntry("HÀNH LANG", "security")
                .doesNotContainKey("Hành lang")
                .containsEntry("Nhà thuốc", "office");
        assertThat(profile.rules())
                .extracting(Rule::name)
                .doesNotContain("retention")
                .doesNotHaveDuplicates();
        assertThat(profile.rules())
                .filteredOn(rule -> rule.name().equals("consent"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.citation().vi()).isEqualTo("QĐ 1"));
    }

    private static Profile.Column column(Profile profile, CameraField field) {
        return profile.columns().stream()
                .filter(column -> column.field() == field)
                .findFirst()
                .orElseThrow();
    }

    private static HubException refused(String json) {
        return catchThrowableOfType(
                HubException.class, () -> Document.checked(json).profile(SHIPPED));
    }
}
