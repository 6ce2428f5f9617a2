package vn.matluoi.profiles.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.BlockedModels.BlockedModel;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.registry.internal.normalise.Facts;
import vn.matluoi.registry.internal.normalise.Rules;

/** What the shipped profiles make of cameras, by the engine that judges them. */
class ProfileRulesTest {

    private static final Map<String, Profile> SHIPPED = ShippedProfiles.load();
    private static final String GOOD =
            "certificateOfOrigin=CO 1;certificateOfQuality=CQ 1;sitingConsent=CV 7;consent=Phiếu 3";

    static List<String> names() {
        return ShippedProfiles.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void findNothingWrongWithACameraThatHasItsPapers(String profile) {
        assertThat(judge(profile, GOOD + ";purpose=street;height=6;retentionDays=30;network=private"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void refuseACameraThatMayNotBeTaken(String profile) {
        var findings = judge(profile, GOOD + ";professional=true;privateCamera=true;consent=");

        assertThat(findings)
                .filteredOn(one -> one.severity() == Severity.ERROR)
                .extracting(Finding::rule)
                .containsExactlyInAnyOrder("R1.2", "R1.3");
        assertThat(findings).allSatisfy(one -> {
            assertThat(one.mend().vi()).contains("Căn cứ: ", "Điều");
            assertThat(one.mend().en()).contains("Basis: ", "article");
            assertThat(one.message().vi()).doesNotContain("{");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            professional=true                              | R1.2 ERROR
            professional=true;decision=QĐ 5/2026           |
            note=Camera nghiệp vụ CA                       | R1.2 ERROR
            purpose=CAMERA NGHIEP VU                       | R1.2 ERROR
            note=không phải là camera nghiệp vụ            |
            note=Camera nghiệp vụ;professional=false       | R1.2 WARNING
            note=Camera nghiệp vụ;decision=QĐ 5/2026       |
            sector=household                               | R1.3 ERROR
            privateCamera=true                             | R1.3 ERROR
            privateCamera=true;consent=Phiếu 3             |
            privateCamera=true;publicView=true             | R1.3 NOTICE
            privateCamera=true;consent=Phiếu               | R1.3 WARNING
            sector=household;consent=Đã ký giấy            | R1.3 WARNING
            privateCamera=true;consent=Phiếu ngày 5/3/2026 |
            privateCamera=true;publicView=true;consent=Giấy |
            privateCamera=false;consent=Phiếu              |
            stateSecret=true                               | R1.4 NOTICE
            height=15;purpose=plate                        | R2.5 WARNING
            height=3;purpose=plate                         |
            height=5;purpose=plate                         | R2.5 WARNING
            height=20;purpose=panorama                     |
            height=19.9;purpose=panorama                   | R2.5 WARNING
            height=10;purpose=motorway                     |
            height=20;purpose=square                       | R2.5 WARNING
            height=5;purpose=traffic                       |
            height=10;purpose=street                       | R2.5 WARNING
            height=2.9;purpose=face                        |
            height=3;purpose=flood                         | R2.5 WARNING
            height=100;purpose=office                      |
            retentionDays=6                                | R4.3 WARNING
            retentionDays=7                                |
            network=internet;investment=budget             | R4.7 WARNING
            network=internet;investment=socialised         |
            """)
    void holdEachRule(String camera, String expected) {
        assertThat(judge("generic", "certificateOfOrigin=CO;certificateOfQuality=CQ;" + camera))
                .extracting(one -> one.rule() + " " + one.severity())
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "waste,môi trường",
        "hospital,y tế",
        "school,giáo dục",
        "residential,Ủy ban",
        "road,đường bộ",
        "public,nơi công cộng",
        "one-stop,nội vụ"
    })
    void askWhoseConsentTheKindOfPlaceNeeds(String kind, String whose) {
        var papers = "certificateOfOrigin=CO;certificateOfQuality=CQ;placeKind=" + kind;
        assertThat(judge("generic", papers)).singleElement().satisfies(one -> {
            assertThat(one.rule()).isEqualTo("R2.7");
            assertThat(one.message().vi()).contains(whose).contains("(dòng 7)");
        });
        assertThat(judge("generic", papers + ";sitingConsent=CV 7")).isEmpty();
    }

    @Test
    void askForBothCertificatesOnceForAllRows() {
        var rules = rules("generic", Layer.AGENCY);
        for (var row = 1; row <= 3; row++) {
            assertThat(rules.check(row, camera(row == 2 ? "certificateOfOrigin=CO" : "")))
                    .isEmpty();
        }
        rules.check(4, camera("certificateOfOrigin=CO;certificateOfQuality=CQ"));
        assertThat(rules.findings()).singleElement().satisfies(one -> {
            assertThat(one.rule()).isEqualTo("R2.8");
            assertThat(one.row()).isZero();
            assertThat(one.message().vi()).endsWith("(3 dòng, từ dòng 1)");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            manufacturer=ACME;model=IPC-100;firmware=V1.2   | true
            manufacturer=acme;model=ipc 100                 | true
            manufacturer=ACME;model=IPC-1001                | false
            manufacturer=Other;model=IPC-100                | false
            manufacturer=Other;model=X-77;firmware=2.4      | true
            manufacturer=Other;model=X-77;firmware=20.4     | false
            manufacturer=Other;model=Y;firmware=2.0         | false
            model=                                          | false
            """)
    void refuseModelsTheAuthoritiesWarnedOf(String camera, boolean blocked) {
        for (var layer : List.of(Layer.AGENCY, Layer.DEVICE)) {
            var findings = rules("generic", layer).check(7, camera(camera)).stream()
                    .filter(one -> one.severity() == Severity.ERROR)
                    .toList();
            assertThat(findings).hasSize(blocked ? 1 : 0).allSatisfy(one -> {
                assertThat(one.rule()).isEqualTo("R2.8");
                assertThat(one.message().vi()).contains("Công văn 12");
            });
        }
    }

    @Test
    void nameTheCameraThatOverlapsUnlessThatWasAgreed() {
        var there = camera("");
        there.overlapping = Optional.of(new Facts.Other(Text.same("camera 80-0000001-C"), Optional.empty()));
        assertThat(rules("generic", Layer.AGENCY).check(7, there))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.rule()).isEqualTo("R2.6");
                    assertThat(one.message().vi()).contains("80-0000001-C");
                });
        there.values.put(CameraField.OVERLAP_AGREEMENT, "VB 9/2026, Sở KH&CN");
        assertThat(rules("generic", Layer.AGENCY).check(7, there)).isEmpty();
    }

    @Test
    void askForANewConsentWhereACameraIsMoved() {
        var camera = camera("certificateOfOrigin=CO;certificateOfQuality=CQ;sitingConsent=CV 7");
        camera.moved = 50;
        assertThat(rules("generic", Layer.AGENCY).check(7, camera)).isEmpty();
        camera.moved = 51;
        assertThat(rules("generic", Layer.AGENCY).check(7, camera))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.rule()).isEqualTo("R2.7");
                    assertThat(one.message().vi()).contains("công an");
                });
        camera.changed.add(CameraField.SITING_CONSENT);
        assertThat(rules("generic", Layer.AGENCY).check(7, camera)).isEmpty();
    }

    @Test
    void askForANewConsentWhereACameraOfAOneStopOfficeIsUpgraded() {
        var papers = "certificateOfOrigin=CO;certificateOfQuality=CQ;model=IPC-2;sitingConsent=CV 7;placeKind=";
        var camera = camera(papers + "one-stop");
        assertThat(rules("generic", Layer.AGENCY).check(7, camera)).isEmpty();
        camera.changed.add(CameraField.MODEL);
        assertThat(rules("generic", Layer.AGENCY).check(7, camera))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.rule()).isEqualTo("R2.7");
                    assertThat(one.field()).contains(CameraField.MODEL);
                    assertThat(one.message().vi()).contains("IPC-2", "nội vụ");
                });
        camera.changed.add(CameraField.SITING_CONSENT);
        assertThat(rules("generic", Layer.AGENCY).check(7, camera)).isEmpty();

        var street = camera(papers + "public");
        street.changed.add(CameraField.MODEL);
        assertThat(rules("generic", Layer.AGENCY).check(7, street)).isEmpty();
    }

    @Test
    void askForAConsentWhereACameraOfAOneStopOfficeIsTakenAway() {
        var rules = rules("generic", Layer.AGENCY);
        for (var kind : List.of("one-stop", "public")) {
            var camera = camera("placeKind=" + kind);
            camera.missing = true;
            rules.checkMissing("80.000001", camera);
        }
        assertThat(rules.findings()).singleElement().satisfies(one -> {
            assertThat(one.rule()).isEqualTo("R2.7");
            assertThat(one.message().vi()).contains("nội vụ").endsWith("(1 camera: 80.000001)");
            assertThat(one.mend().en()).contains("4139/QĐ-UBND");
        });
    }

    @Test
    void askOnceForTheConsentOfANewCameraOfAOneStopOffice() {
        var camera = camera("certificateOfOrigin=CO;certificateOfQuality=CQ;model=IPC-2;placeKind=one-stop");
        camera.changed.add(CameraField.MODEL);
        var rules = rules("generic", Layer.AGENCY);
        assertThat(rules.check(7, camera)).isEmpty();
        assertThat(rules.findings()).extracting(Finding::rule).containsExactly("R2.7");
    }

    /** The day each regulation begins to hold: as it says itself, or the day it was signed where it says so. */
    private static final Map<String, LocalDate> IN_FORCE = Map.of(
            "TP.HCM 01/2022/QĐ-UBND", LocalDate.of(2022, 1, 22),
            "Đồng Hới 790/QĐ-UBND", LocalDate.of(2022, 3, 18),
            "Đồng Nai 4139/QĐ-UBND", LocalDate.of(2018, 11, 21));

    @ParameterizedTest
    @MethodSource("names")
    void holdFromTheFirstDayOnWhichADocumentTheyCiteIsInForce(String profile) {
        assertThat(SHIPPED.get(profile).rules()).allSatisfy(rule -> {
            var first = Arrays.stream(rule.citation().vi().split("; "))
                    .map(cited -> cited.substring(0, cited.indexOf(" Điều")))
                    .filter(document -> !document.endsWith("(dự thảo)"))
                    .map(document -> Objects.requireNonNull(IN_FORCE.get(document), document))
                    .min(Comparator.naturalOrder());
            assertThat(rule.from()).as(rule.name()).isEqualTo(first);
            assertThat(rule.to()).as(rule.name()).isEmpty();
        });
    }

    @Test
    void judgeNoCameraBeforeTheirDocumentIsInForce() {
        var secret = camera("stateSecret=true;retentionDays=6");
        assertThat(rules("generic", Layer.AGENCY, LocalDate.of(2022, 1, 21)).check(7, secret))
                .extracting(Finding::rule)
                .containsExactly("R4.3");
        assertThat(rules("generic", Layer.AGENCY, LocalDate.of(2022, 1, 22)).check(7, secret))
                .extracting(Finding::rule)
                .containsExactly("R1.4", "R4.3");
    }

    @Test
    void wantConsentForEveryCameraOfAResidentialArea() {
        var papers = "certificateOfOrigin=CO;certificateOfQuality=CQ";
        assertThat(judge("residential", papers)).extracting(Finding::rule).containsExactly("R1.3");
        assertThat(judge("residential", papers + ";privateCamera=false")).isEmpty();
        assertThat(judge("residential", papers + ";consent=Phiếu"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.severity()).isEqualTo(Severity.WARNING);
                    assertThat(one.mend().vi()).contains("số, ngày và người ký", "Điều 15.6");
                });
        assertThat(judge("residential", papers + ";consent=Phiếu 3")).isEmpty();
        assertThat(judge("residential", papers + ";privateCamera=false;consent=Phiếu"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void nameTheDocumentAndTheArticleOfEachRule(String profile) {
        var oneVi =
                "(TP\\.HCM 01/2022/QĐ-UBND|Long An \\(dự thảo\\)|Đồng Hới 790/QĐ-UBND|Đồng Nai 4139/QĐ-UBND) Điều \\d+(\\.\\d+)?";
        var oneEn =
                "(Ho Chi Minh City 01/2022/QĐ-UBND|Long An \\(draft\\)|Đồng Hới 790/QĐ-UBND|Đồng Nai 4139/QĐ-UBND) article \\d+(\\.\\d+)?";
        assertThat(SHIPPED.get(profile).rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.citation().vi().split("; ")).allMatch(one -> one.matches(oneVi));
            assertThat(rule.citation().en().split("; ")).allMatch(one -> one.matches(oneEn));
        });
    }

    @Test
    void leaveTheProvincesOwnWordAlone() {
        assertThat(rules("generic", Layer.PROVINCE).check(7, camera("professional=true")))
                .isEmpty();
    }

    private static List<Finding> judge(String profile, String camera) {
        var rules = rules(profile, Layer.AGENCY);
        var findings = new ArrayList<>(rules.check(7, camera(camera)));
        findings.addAll(rules.findings());
        return findings;
    }

    private static Rules rules(String profile, Layer layer) {
        return rules(profile, layer, LocalDate.of(2026, 11, 22));
    }

    private static Rules rules(String profile, Layer layer, LocalDate day) {
        return new Rules(
                SHIPPED.get(profile).rules(),
                layer,
                day,
                Map.of(),
                List.of(blocked("acme", "ACME", "IPC-100", null), blocked("x", null, "X-*", "2.*")));
    }

    private static BlockedModel blocked(String id, String manufacturer, String model, String firmware) {
        return new BlockedModel(
                id,
                Optional.ofNullable(manufacturer),
                Optional.ofNullable(model),
                Optional.ofNullable(firmware),
                "Công văn 12/CATTT-NCSC",
                Instant.EPOCH);
    }

    /** @param said {@code key=value;key=value} */
    private static Said camera(String said) {
        var camera = new Said();
        for (var part : said.split(";")) {
            if (!part.isBlank()) {
                var at = part.indexOf('=');
                camera.values.put(
                        CameraField.ofKey(part.substring(0, at)).orElseThrow(),
                        part.substring(at + 1).strip());
            }
        }
        return camera;
    }

    private static final class Said implements Facts {

        private final Map<CameraField, String> values = new EnumMap<>(CameraField.class);
        private Optional<Other> overlapping = Optional.empty();
        private double moved;
        private boolean missing;
        private final Set<CameraField> changed = EnumSet.noneOf(CameraField.class);

        @Override
        public boolean missing() {
            return missing;
        }

        @Override
        public double metresMoved() {
            return moved;
        }

        @Override
        public boolean changes(CameraField field) {
            return changed.contains(field);
        }

        @Override
        public String value(CameraField field) {
            return values.getOrDefault(field, "");
        }

        @Override
        public String written(CameraField field) {
            return value(field);
        }

        @Override
        public Optional<Other> overlapping(double metres, double degrees) {
            return overlapping;
        }
    }
}
