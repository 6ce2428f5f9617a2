package vn.matluoi.forward.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.intake.CameraField;

class UpperTest {

    @TempDir
    Path keys;

    private final World world = new World();
    private final AtomicInteger urged = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-11-22T05:00:00Z");
    private OtherRegistry other;
    private Upper upper;

    @BeforeEach
    void start() throws Exception {
        other = new OtherRegistry();
        Files.writeString(keys.resolve("upper"), OtherRegistry.KEY);
        upper = upper(Map.of());
    }

    @AfterEach
    void stop() {
        upper.peer().end(true);
        other.close();
    }

    private Upper upper(Map<String, String> changed) {
        return upper(changed, Duration.ofMinutes(1));
    }

    private Upper upper(Map<String, String> changed, Duration timeout) {
        var settings = new HashMap<>(Map.of(
                "routeName", "trung-tam",
                "url", other.address(),
                "sender", "tay-ninh",
                "secret.file", "upper",
                "content", "changes",
                "legal.basis", "Quyết định 1"));
        settings.putAll(changed);
        var of = RegistrySettings.of(settings::get, keys);
        InstantSource clock = () -> now;
        return new Upper(
                of,
                new Shared(SinkRoute.of(settings::get), world.cameras(), world.checksums(), World.areas()),
                new Peer(of, ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow(), timeout, timeout),
                world.changes(),
                new Link(clock),
                clock,
                urged::incrementAndGet);
    }

    private static List<Delivery> changed(long sequence, Integer... numbers) {
        return IntStream.range(0, numbers.length)
                .mapToObj(n -> new Delivery(
                        sequence + n,
                        "c-" + (sequence + n),
                        "urn:matluoi:1:changes",
                        "vn.matluoi.camera.updated",
                        World.id(numbers[n]),
                        Optional.of(World.id(numbers[n])),
                        Optional.empty(),
                        Instant.EPOCH,
                        "{}".getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static Delivery merged(long sequence, int camera, int with) {
        return new Delivery(
                sequence,
                "c-" + sequence,
                "urn:matluoi:1:changes",
                "vn.matluoi.camera.merged",
                World.id(camera),
                Optional.of(World.id(camera)),
                Optional.empty(),
                Instant.EPOCH,
                "{\"data\":{\"other\":\"%s\"}}".formatted(World.id(with)).getBytes(StandardCharsets.UTF_8));
    }

    private void fill(int count) {
        for (var n = 1; n <= count; n++) {
            world.put(n, World.commune(n), CameraField.NAME, "Camera " + n, CameraField.SECTOR, "traffic");
        }
    }

    @Test
    void nothingIsToldOfChangesBeforeBothSidesWereCompared() throws Exception {
        fill(3);
        assertThatThrownBy(() -> upper.send(changed(4, 1))).isInstanceOf(SinkException.Away.class);
        assertThat(urged).hasValue(1);
        upper.look();
        assertThat(other.cameras).hasSize(3);
        upper.send(changed(4, 1));
        assertThat(other.sequence).isEqualTo(4);
        assertThat(other.stream).isEqualTo("urn:matluoi:1:changes");
    }

    @Test
    void aChangeIsToldWithAllOfItAsItIsNowAndASecretAsItsIdAlone() throws Exception {
        fill(2);
        upper.look();
        world.put(1, World.commune(1), CameraField.NAME, "Tên mới", CameraField.SERIAL, "S1", CameraField.NOTE, "n");
        world.put(2, World.commune(2), CameraField.NAME, "Kín", CameraField.STATE_SECRET, "true");
        upper.send(changed(3, 1, 2));
        assertThat(other.cameras).containsOnlyKeys(World.id(1));
        assertThat(other.cameras.get(World.id(1)))
                .containsOnly(Map.entry("area", "80002"), Map.entry("name", "Tên mới"));
        assertThat(other.bodies.toString()).doesNotContain("Kín", "S1", "stateSecret");
    }

    @Test
    void ofManyCamerasOnlyThoseThatDifferAreTold() throws Exception {
        fill(100_000);
        world.cameras
                .values()
                .forEach(camera -> other.cameras.put(
                        camera.id().value(),
                        new HashMap<>(Map.of(
                                "area",
                                camera.area().value(),
                                "name",
                                camera.values().get(CameraField.NAME),
                                "sector",
                                "traffic"))));
        var differing = IntStream.rangeClosed(1, 1_000).map(n -> n * 100 - 50).toArray();
        for (var n : differing) {
            world.put(n, World.commune(n), CameraField.NAME, "Khác " + n, CameraField.SECTOR, "traffic");
        }
        upper.look();
        assertThat(other.told)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(differing).mapToObj(World::id).toList());
        assertThat(other.asked)
                .as("only the branch that differs is looked into")
                .hasSize(3);
        other.asked.clear();
        now = now.plusSeconds(24 * 3600);
        upper.look();
        assertThat(other.asked).as("all the same: one question").hasSize(1);
        assertThat(other.told).hasSize(1_000);
    }

    @Test
    void aReceiverThatWasRestoredIsFoundOutAndComparedAgain() throws Exception {
        fill(3);
        upper.look();
        upper.send(changed(4, 1));
        other.cameras.remove(World.id(2));
        other.sequence = 1;
        assertThatThrownBy(() -> upper.send(changed(5, 3))).isInstanceOf(SinkException.Away.class);
        upper.look();
        assertThat(other.cameras).hasSize(3);
        world.last.set(5);
        upper.send(changed(6, 3));
        assertThat(other.sequence).isEqualTo(6);

        other.cameras.clear();
        other.sequence = 0;
        upper.look();
        assertThat(other.cameras).as("without anything changing here").hasSize(3);
    }

    @Test
    void onlyCamerasThatAreThereByTheChosenBasisAreComparedAndTold() throws Exception {
        upper = upper(Map.of("camera.basis", "12/QĐ-UBND"));
        fill(2);
        world.put(3, World.commune(3), CameraField.NAME, "Ba", CameraField.LEGAL_BASIS, "Quyết định 12/QĐ-UBND");
        world.put(4, World.commune(4), CameraField.NAME, "Bốn", CameraField.LEGAL_BASIS, "Quyết định 112/QĐ-UBND");
        upper.look();
        assertThat(other.cameras).containsOnlyKeys(World.id(3));
        upper.send(changed(5, 4));
        assertThat(other.cameras).containsOnlyKeys(World.id(3));
        world.put(3, World.commune(3), CameraField.NAME, "Ba", CameraField.LEGAL_BASIS, "Quyết định 13/QĐ-UBND");
        upper.send(changed(6, 3));
        assertThat(other.cameras).isEmpty();
        var before = other.told.size();
        now = now.plusSeconds(24 * 3600);
        upper.look();
        assertThat(other.told).as("both sides are the same").hasSize(before);
    }

    @Test
    void anAnswerThatBreaksOffWithdrawsNothing() {
        fill(3);
        other.cameras.put(World.id(9), new HashMap<>(Map.of("area", "80001", "name", "lạ")));
        other.breaksOff = true;
        upper.look();
        assertThat(other.cameras).containsKey(World.id(9));
        assertThat(upper.link().isUp()).isFalse();
        other.breaksOff = false;
        upper.look();
        assertThat(other.cameras).hasSize(3).doesNotContainKey(World.id(9));
        assertThat(upper.link().isUp()).isTrue();
    }

    @Test
    void moreThanTheSetShareIsKeptAndShown() {
        fill(10);
        for (var n = 11; n <= 60; n++) {
            other.cameras.put(World.id(n), new HashMap<>(Map.of("area", "80001", "name", "lạ")));
        }
        upper.look();
        assertThat(other.cameras).hasSize(60);
        assertThat(upper.link().shown("trung-tam").vi()).contains("50 camera", "withdraw.percent");
    }

    @Test
    void whatTheFeedWithdrawsIsWithdrawnThoughComparingKeptIt() throws Exception {
        fill(60);
        upper.look();
        for (var n = 1; n <= 50; n++) {
            world.cameras.remove(World.id(n)); // moved out of the area, say
            world.last.incrementAndGet();
        }
        upper.peer().end(true);
        upper = upper(Map.of()); // the hub was restarted
        upper.look();
        assertThat(other.cameras).as("too many to be withdrawn by comparing").hasSize(60);

        upper.send(changed(61, 1, 2, 60));
        upper.send(List.of(merged(64, 60, 3)));

        assertThat(other.cameras)
                .hasSize(57)
                .doesNotContainKeys(World.id(1), World.id(2), World.id(3))
                .containsKey(World.id(60));
        assertThat(upper.link().shown("trung-tam").vi()).contains("47 camera");
        var before = other.told.size();
        upper.send(changed(61, 1, 2));
        assertThat(other.told).as("not again").hasSize(before);
    }

    @Test
    void whatWaitsForAPersonOverThereIsShown() {
        other.waiting = 12;
        upper.look();
        assertThat(upper.link().shown("trung-tam").vi()).contains("chờ người duyệt việc rút 12 camera");
        other.waiting = 0;
        upper.look();
        assertThat(upper.link().shown("trung-tam").vi()).doesNotContain("duyệt");
    }

    @Test
    void whatIsAStateSecretIsWithdrawnHoweverMuchTheRestIs() {
        fill(10);
        for (var n = 11; n <= 90; n++) {
            other.cameras.put(World.id(n), new HashMap<>(Map.of("area", "80001", "name", "lạ")));
        }
        for (var n = 61; n <= 90; n++) {
            world.put(n, World.commune(n), CameraField.NAME, "Kín", CameraField.STATE_SECRET, "true");
        }
        upper.look();
        assertThat(other.cameras).hasSize(60).containsKey(World.id(60)).doesNotContainKey(World.id(61));
        assertThat(other.bodies.toString()).doesNotContain("Kín");
        assertThat(upper.link().shown("trung-tam").vi()).contains("50 camera", "withdraw.percent");
        for (var n = 1; n <= 60; n++) {
            world.put(n, World.commune(n), CameraField.STATE_SECRET, "true");
        }
        now = now.plusSeconds(24 * 3600);
        upper.look();
        assertThat(other.cameras).as("all of them").isEmpty();
        assertThat(upper.link().shown("trung-tam").vi()).doesNotContain("withdraw.percent");
    }

    @Test
    void aCameraThatWasMergedWithTheOneItIsAboutIsToldOfToo() throws Exception {
        fill(3);
        upper.look();
        world.cameras.remove(World.id(2));
        upper.send(List.of(merged(4, 1, 2)));
        assertThat(other.cameras).containsOnlyKeys(World.id(1), World.id(3));
    }

    @Test
    void oneThatIsRefusedIsPutAsideAndTriedAgainWhenAPersonAsks() throws Exception {
        fill(3);
        upper.look();
        other.refused.add(World.id(2));
        var failure = catchThrowable(() -> upper.send(changed(4, 1, 2, 3)));
        assertThat(failure).isInstanceOfSatisfying(SinkException.Rejected.class, rejected -> {
            assertThat(rejected.index()).hasValue(1);
            assertThat(rejected.text().vi()).contains("không có xã này");
        });
        upper.send(changed(6, 3));
        other.refused.clear();
        var before = other.told.size();
        upper.send(changed(5, 2));
        assertThat(other.told).hasSize(before + 1);
        assertThat(other.sequence).isEqualTo(6);
    }

    @Test
    void aReceiverThatFailsOverACameraIsToldFromOneThatIsAway() throws Exception {
        fill(3);
        upper.look();
        other.failsOver.add(World.id(2));
        assertThat(catchThrowable(() -> upper.send(changed(4, 1, 2, 3))))
                .isInstanceOfSatisfying(
                        SinkException.Failing.class,
                        failing -> assertThat(failing.text().vi()).contains("mã 500"));
        other.fails = 503;
        assertThat(catchThrowable(() -> upper.send(changed(4, 1))))
                .isInstanceOf(SinkException.Away.class)
                .isNotInstanceOf(SinkException.Failing.class);
    }

    @Test
    void whatTheReceiverTookWithoutAnsweringIsToldAgainAsItWasTold() throws Exception {
        unheard();
        upper.send(changed(4, 1, 2));
        assertThat(other.bodies).hasSize(2).allMatch(other.bodies.get(0)::equals, "the same ids, at the same place");
        upper.send(changed(6, 3));
        assertThat(other.sequence).isEqualTo(6);
        assertThat(other.cameras).hasSize(3);
        assertThat(other.cameras.get(World.id(1))).containsEntry("name", "Tên mới");
    }

    @Test
    void whatTheReceiverTookWithoutAnsweringHoldsUpNothingThatCameSince() throws Exception {
        unheard();
        world.put(3, World.commune(3), CameraField.NAME, "Tên sau");
        assertThatThrownBy(() -> upper.send(changed(4, 1, 2, 3)))
                .as("it has come further than it said")
                .isInstanceOf(SinkException.Away.class);
        upper.look();
        upper.send(changed(4, 1, 2, 3));
        assertThat(other.sequence).isEqualTo(6);
        assertThat(other.cameras).hasSize(3);
        assertThat(other.cameras.get(World.id(1))).containsEntry("name", "Tên mới");
        assertThat(other.cameras.get(World.id(3))).containsEntry("name", "Tên sau");
    }

    /** The receiver takes changes 4 and 5, of the first two of three cameras, and does not answer. */
    private void unheard() throws Exception {
        upper.peer().end(true);
        upper = upper(Map.of(), Duration.ofSeconds(3));
        fill(3);
        upper.look();
        upper.send(changed(3, 3));
        world.put(1, World.commune(1), CameraField.NAME, "Tên mới");
        world.put(2, World.commune(2), CameraField.NAME, "Tên khác");
        other.bodies.clear();
        other.silent = true;
        assertThat(catchThrowable(() -> upper.send(changed(4, 1, 2))))
                .isInstanceOfSatisfying(SinkException.Away.class, away -> assertThat(away.confirmed())
                        .isZero())
                .isNotInstanceOf(SinkException.Failing.class);
        assertThat(other.sequence).as("it took them").isEqualTo(5);
        other.silent = false;
    }

    @Test
    void whatIsBroughtBeforeItsTurnTakesNothingFromWhatComesBeforeIt() throws Exception {
        fill(3);
        upper.look();
        upper.send(changed(6, 3)); // whether it is taken while another is not
        assertThat(other.sequence).isEqualTo(6);
        world.put(1, World.commune(1), CameraField.NAME, "Tên mới");
        upper.send(changed(5, 1));
        assertThat(other.cameras.get(World.id(1))).containsEntry("name", "Tên mới");
        assertThat(other.sequence).isEqualTo(6);
        var before = other.told.size();
        upper.send(changed(5, 1));
        upper.send(changed(6, 3));
        assertThat(other.told).as("what was told is not told again").hasSize(before);
        upper.send(changed(7, 2));
        assertThat(other.sequence).isEqualTo(7);
    }

    @Test
    void oneThatTheReceiverFailsOverHoldsNoComparisonUpAndIsComparedAgainSoon() throws Exception {
        fill(9);
        other.failsOver.add(World.id(2));
        other.failsOver.add(World.id(7));
        upper.look();
        assertThat(other.cameras).hasSize(7);
        upper.send(changed(10, 1));
        other.failsOver.clear();
        now = now.plusSeconds(3_599);
        upper.look();
        assertThat(other.cameras).hasSize(7);
        now = now.plusSeconds(1);
        upper.look();
        assertThat(other.cameras).hasSize(9);
    }

    @Test
    void aReceiverThatFailsOverManyIsAway() throws Exception {
        fill(60);
        IntStream.rangeClosed(1, 60).mapToObj(World::id).forEach(other.failsOver::add);
        upper.look();
        assertThat(upper.link().isUp()).isFalse();
        assertThatThrownBy(() -> upper.send(changed(61, 1))).isInstanceOf(SinkException.Away.class);
        other.failsOver.clear();
        upper.look();
        assertThat(upper.link().isUp()).isTrue();
        assertThat(other.cameras).hasSize(60);
        upper.send(changed(61, 1));
    }

    @Test
    void aWrongKeyIsTriedOnceAndTheFileNamed() throws Exception {
        fill(1);
        upper.look();
        other.key = "another";
        assertThat(catchThrowable(() -> upper.send(changed(2, 1))))
                .isInstanceOfSatisfying(SinkException.Refused.class, refused -> {
                    assertThat(refused.mend()).contains(keys.resolve("upper"));
                    assertThat(refused.text().vi()).contains("etc/keys/upper").doesNotContain(OtherRegistry.KEY);
                });
    }

    @Test
    void theLinkSaysWhatPartOfTheTimeItWasUp() {
        upper.look();
        now = now.plusSeconds(60);
        other.fails = 503;
        upper.look();
        now = now.plusSeconds(60);
        upper.look();
        assertThat(upper.link().availability()).isEqualTo(500);
        assertThat(upper.link().shown("trung-tam").en()).contains("down since", "50.0 %");
    }
}
