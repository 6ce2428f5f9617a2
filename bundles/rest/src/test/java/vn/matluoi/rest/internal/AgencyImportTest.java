package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.rest.internal.v1.DeliveredAgain;

/** Sheets in with the key of a source, signed or not: its route says how they are read. */
class AgencyImportTest {

    private static final FakeImports imports = new FakeImports();

    private static FakeHub hub;
    private static RunningApi api;
    private static boolean asSigned; // what came last

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        hub.services.put(Imports.class, imports);
        hub.services.put(AgencyDoor.class, new Gate());
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        hub.services.remove(DeadLetters.class);
        imports.counts = Optional.empty();
        imports.refusal = Optional.empty();
    }

    private static RunningApi.Answer gate(String query) {
        imports.order = null;
        return api.call(
                "POST",
                "/api/v1/imports?source=khu-do-thi" + query,
                "a;b".getBytes(StandardCharsets.UTF_8),
                "Authorization",
                "Bearer mls_good",
                "Content-Type",
                "text/csv");
    }

    @Test
    void withAKeyOfASourceAListIsReadAsItsRouteSays() {
        var answer = gate("");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(imports.order.profile()).isEqualTo("residential");
        assertThat(imports.order.complete()).isTrue();
        assertThat(imports.order.defaultArea()).contains(new AreaCode("27694"));
        assertThat(imports.order.defaultUnit()).contains("ubnd");
        assertThat(imports.order.defaultSector()).isEmpty();
        assertThat(imports.order.by()).isEqualTo("key:1");
        assertThat(asSigned).isFalse();
        assertThat(answer.json().path("label").asText()).isEqualTo("for an agency");

        assertThat(gate("&profile=residential&area=27694&unit=ubnd&complete=false")
                        .status())
                .isEqualTo(201);
        assertThat(imports.order.complete()).isFalse();
    }

    @Test
    void aListOfWhichNothingCouldBeUsedIsKeptAndCanBeTakenAgain() {
        var letters = new MemoryLetters();
        hub.services.put(DeadLetters.class, letters);
        imports.counts = Optional.of(new IntakeReport.Counts(2, 0, 0, 0, 2, 0, 0));
        assertThat(gate("&dryRun=true").status()).isEqualTo(200);
        assertThat(letters.kept).as("of a dry run nothing is expected").isEmpty();
        assertThat(gate("&name=danh-sach.csv").status()).isEqualTo(201);
        assertThat(letters.kept).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("danh-sach.csv");
            assertThat(letter.mediaType()).isEqualTo("text/csv");
            assertThat(letter.raw()).asString(StandardCharsets.UTF_8).isEqualTo("a;b");
            assertThat(letter.why().en()).contains("all 2 rows");
        });

        var again = new DeliveredAgain(hub);
        var letter = letters.last("cong");
        var route = new Gate().through(new SourceId("khu-do-thi"), false, agency -> agency);
        assertThat(again.reads(letter)).isTrue();
        assertThatThrownBy(() -> again.replay(route, letter, new byte[] {'a'})).isInstanceOf(HubException.class);
        imports.counts = Optional.of(new IntakeReport.Counts(2, 2, 0, 0, 0, 0, 0));
        again.replay(route, letter, new byte[] {'a'});
        assertThat(imports.order.delivery()).contains("dead-letter:4711:0");
        assertThat(imports.order.profile()).isEqualTo("residential");
        assertThat(imports.order.broughtAt()).contains(FakeHub.NOON.minusSeconds(60));
    }

    @Test
    void ofADryRunThatIsRefusedNothingIsKeptThatCouldBeTakenAgain() {
        var letters = new MemoryLetters();
        hub.services.put(DeadLetters.class, letters);
        imports.refusal = Optional.of(new HubException(
                HubException.Reason.INVALID, "sheet.empty", new Text("bảng trống", "the sheet is empty")));
        assertThat(gate("&dryRun=true").rule()).isEqualTo("sheet.empty");
        assertThat(letters.kept).isEmpty();
        assertThat(gate("").rule()).isEqualTo("sheet.empty");
        assertThat(letters.kept).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"profile,generic", "area,27695", "unit,khac", "sector,security"})
    void withAKeyOfASourceNothingElseThanItsRouteSaysIsTaken(String field, String value) {
        for (var dryRun : List.of(true, false)) {
            var answer = gate("&dryRun=" + dryRun + "&" + field + "=" + value);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.rule()).isEqualTo("route.says-otherwise");
            assertThat(answer.json().path("errors").get(0).path("field").asText())
                    .isEqualTo(field);
            assertThat(imports.order).as("nothing was taken").isNull();
        }
    }

    /** A sheet {@code a;b} with a key of a source, signed by that key. */
    private static RunningApi.Answer signed(String signed, String id, String at, String key, String... headers)
            throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = Base64.getEncoder()
                .encodeToString(mac.doFinal((id + "." + at + "." + signed).getBytes(StandardCharsets.UTF_8)));
        var all = new ArrayList<>(List.of("Authorization", "Bearer mls_good", "Content-Type", "text/csv"));
        all.addAll(List.of("webhook-id", id, "webhook-timestamp", at, "webhook-signature", "v1,AAAA v1," + signature));
        all.addAll(List.of(headers));
        imports.order = null;
        return api.call(
                "POST",
                "/api/v1/imports?source=khu-do-thi",
                "a;b".getBytes(StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    @Test
    void aSignedSheetIsTheSameDeliveryWhateverIsSaidBesideItsId() throws Exception {
        var now = String.valueOf(FakeHub.NOON.getEpochSecond());
        var taken = signed("a;b", "msg_1", now, "mls_good");
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(imports.sheet).asString(StandardCharsets.UTF_8).isEqualTo("a;b");
        assertThat(imports.order.profile()).isEqualTo("residential");
        var delivery = imports.order.delivery();
        assertThat(delivery).get().asString().contains("key:1", "msg_1");
        assertThat(asSigned).isTrue();

        assertThat(signed("a;b", "msg_1", now, "mls_good", "Idempotency-Key", "another")
                        .status())
                .isEqualTo(201);
        assertThat(imports.order.delivery()).isEqualTo(delivery);
    }

    @Test
    void ofASheetThatIsSignedWronglyOrLongAgoNothingIsTakenOrKept() throws Exception {
        var letters = new MemoryLetters();
        hub.services.put(DeadLetters.class, letters);
        var now = FakeHub.NOON.getEpochSecond();
        for (var answer : List.of(
                signed("a;b", "msg_2", String.valueOf(now), "mls_other"),
                signed("a;c", "msg_2", String.valueOf(now), "mls_good"),
                signed("a;b", "msg_2", String.valueOf(now - 301), "mls_good"),
                signed("a;b", "msg_2", String.valueOf(now + 301), "mls_good"),
                signed("a;b", " ", String.valueOf(now), "mls_good"))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(401);
            assertThat(answer.rule()).startsWith("webhook.");
            assertThat(imports.order).as("nothing was taken").isNull();
        }
        assertThat(letters.kept).isEmpty();
    }

    @Test
    void onlyAKeySignsAndOnlyTheSheetItself() {
        var password = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1",
                "a;b".getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "text/csv",
                "webhook-id",
                "msg_3",
                "webhook-timestamp",
                String.valueOf(FakeHub.NOON.getEpochSecond()),
                "webhook-signature",
                "v1,AAAA");
        assertThat(password.status()).isEqualTo(401);
        assertThat(password.rule()).isEqualTo("webhook.key");

        var form = api.call(
                "POST",
                "/api/v1/imports?profile=commune&source=nvr-1",
                "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na,b\r\n--xx--\r\n"
                        .getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "multipart/form-data; boundary=xx",
                "webhook-signature",
                "v1,AAAA");
        assertThat(form.status()).isEqualTo(400);
        assertThat(form.rule()).isEqualTo("webhook.form");
    }

    private static final class Gate implements AgencyDoor {

        @Override
        public <T> T through(SourceId source, boolean signed, Function<AgencyRoute, T> work) {
            asSigned = signed;
            return work.apply(new AgencyRoute(
                    "cong",
                    source,
                    "Khu đô thị",
                    new AreaCode("27694"),
                    "residential",
                    Optional.of("ubnd"),
                    Optional.empty(),
                    Optional.empty(),
                    true));
        }
    }
}
