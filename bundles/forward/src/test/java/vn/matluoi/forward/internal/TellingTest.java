package vn.matluoi.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.intake.CameraField;

/** What leaves, and what does not. */
class TellingTest {

    private final World world = new World();
    private final Catalogue catalogue = new Catalogue(world.catalog, world.catalog, world.changes);
    private final Set<String> told = new HashSet<>(); // what the sink knows

    private static SinkRoute route(String content, String... settings) {
        var all = new HashMap<>(Map.of("routeName", "so-khcn", "content", content, "legal.basis", "Quyết định 1"));
        for (var i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return SinkRoute.of(all::get);
    }

    private List<JsonNode> events(String... settings) {
        return read(new EventTelling(route("events", settings), world.events, catalogue, world.catalog, "hub"), 0);
    }

    private List<JsonNode> changes(long after, String... settings) {
        return read(
                new ChangeTelling(
                        route("changes", settings), world.changes, catalogue, world.catalog, world.catalog, "hub"),
                after);
    }

    private List<JsonNode> read(Telling telling, long after) {
        var found = new ArrayList<JsonNode>();
        for (var step : telling.read(after, 1000, this::known)) {
            step.delivery().map(TellingTest::json).ifPresent(found::add);
            step.told().ifPresent(one -> {
                if (one.known()) {
                    told.add(one.camera());
                } else {
                    told.remove(one.camera());
                }
            });
        }
        return found;
    }

    private Set<String> known(Collection<String> cameras) {
        return cameras.stream().filter(told::contains).collect(Collectors.toSet());
    }

    private static JsonNode json(Delivery delivery) {
        try {
            assertThat(delivery.text()).doesNotContain("\n");
            return new ObjectMapper().readTree(delivery.json());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> types(List<JsonNode> told) {
        return told.stream().map(one -> one.get("type").asText()).toList();
    }

    @Test
    void anEventIsACloudEvent() {
        world.events.tell("1", Type.LINE_CROSSED);
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.get("specversion").asText()).isEqualTo("1.0");
            assertThat(event.get("id").asText()).isEqualTo("e-1");
            assertThat(event.get("source").asText()).isEqualTo("urn:matluoi:hub:events");
            assertThat(event.get("type").asText()).isEqualTo("vn.matluoi.event.line_crossed");
            assertThat(event.get("subject").asText()).isEqualTo(World.FIRST.value());
            assertThat(event.get("time").asText()).isEqualTo("2026-11-22T05:00:00Z");
            assertThat(event.get("datacontenttype").asText()).isEqualTo("application/json");
            assertThat(event.get("dataschema").asText()).isEqualTo("urn:matluoi:schema:event:1");
            assertThat(event.get("partitionkey").asText()).isEqualTo("nvr");
            assertThat(event.get("data").get("area").asText()).isEqualTo("27694");
            assertThat(event.get("data").get("phase").asText()).isEqualTo("pulse");
        });
    }

    @Test
    void theDevicesOwnWordsLeaveByNameOnly() {
        world.events.tell("1", Type.MOTION);
        assertThat(events().toString()).doesNotContain("10.0.0.7", "VMD", "values");
        assertThat(events("fields", "payload,name").toString())
                .contains("10.0.0.7", "Cổng")
                .doesNotContain("VMD", "deviceTime");
    }

    @Test
    void eventsAreChosenByAreaWithItsSuccessorsBySectorAndByType() {
        world.events.tell("1", Type.MOTION);
        world.events.tell("2", Type.TAMPER);
        world.events.tell(null, Type.DISK_FAULT); // of the recorder, in the first commune
        assertThat(events("areas", "80")).hasSize(3);
        assertThat(types(events("areas", "27694")))
                .containsExactly("vn.matluoi.event.motion", "vn.matluoi.event.disk_fault");
        assertThat(types(events("areas", "27700")))
                .as("a former commune stands for its successor")
                .containsExactly("vn.matluoi.event.tamper");
        assertThat(types(events("sectors", "health"))).containsExactly("vn.matluoi.event.tamper");
        assertThat(types(events("types", "motion,DISK_FAULT")))
                .containsExactly("vn.matluoi.event.motion", "vn.matluoi.event.disk_fault");
    }

    @Test
    void eventsAndChangesAreChosenByTheCamerasOwnLegalBasis() {
        world.changes.updated(World.FIRST, CameraField.LEGAL_BASIS, "Điều 13 Quyết định 12/QĐ-UBND");
        world.changes.updated(World.SECOND, CameraField.LEGAL_BASIS, "Quyết định 112/QĐ-UBND");
        world.events.tell("1", Type.MOTION);
        world.events.tell("2", Type.MOTION);
        world.events.tell(null, Type.DISK_FAULT); // of the recorder, which has none of its own
        assertThat(events("camera.basis", "57/2025/NĐ-CP; 12/qđ-ubnd"))
                .singleElement()
                .satisfies(event -> assertThat(event.get("subject").asText()).isEqualTo(World.FIRST.value()));
        assertThat(changes(0, "camera.basis", "12/QĐ-UBND"))
                .singleElement()
                .satisfies(change -> assertThat(change.get("subject").asText()).isEqualTo(World.FIRST.value()));
        assertThat(events()).hasSize(3);
    }

    @Test
    void aCameraThatIsThereByAnotherBasisIsWithdrawn() {
        world.changes.updated(World.FIRST, CameraField.LEGAL_BASIS, "Quyết định 12/QĐ-UBND");
        assertThat(changes(0, "camera.basis", "12/QĐ-UBND")).hasSize(1);
        world.changes.updated(World.FIRST, CameraField.LEGAL_BASIS, "Quyết định 13/QĐ-UBND");
        assertThat(types(changes(1, "camera.basis", "12/QĐ-UBND"))).containsExactly("vn.matluoi.camera.withdrawn");
        assertThat(types(compared(1, "camera.basis", "12/QĐ-UBND")))
                .as("one that compares may know it otherwise")
                .containsExactly("vn.matluoi.camera.withdrawn");
    }

    @Test
    void platesAndFacesLeaveOnlyWhereThatIsSaid() {
        world.events.tell("1", Type.PLATE_READ);
        world.events.tell("1", Type.FACE_SEEN);
        assertThat(events()).isEmpty();
        assertThat(events("personal", "true")).hasSize(2);
    }

    @Test
    void aSinkIsToldAllOfACameraItHearsOfForTheFirstTimeAndThenWhatChanges() {
        world.changes.note("camera.created", World.FIRST.value(), Map.of());
        world.changes.updated(World.FIRST, CameraField.NAME, "Cổng sau");
        world.changes.updated(World.SECOND, CameraField.NAME, "Chợ mới");
        var all = changes(0);
        assertThat(types(all))
                .containsExactly("vn.matluoi.camera.created", "vn.matluoi.camera.updated", "vn.matluoi.camera.updated");
        assertThat(all.get(0).get("data").get("whole").asBoolean()).isTrue();
        assertThat(all.get(1).get("data").get("values").toString()).isEqualTo("{\"name\":\"Cổng sau\"}");
        assertThat(all.get(2).get("data").get("whole").asBoolean()).isTrue();
        assertThat(all.get(2).get("data").get("values").get("sector").asText()).isEqualTo("health");
    }

    private JsonNode again(long sequence, String... settings) {
        var telling = new ChangeTelling(
                route("changes", settings), world.changes, catalogue, world.catalog, world.catalog, "hub");
        return telling.again(sequence, this::known)
                .flatMap(Step::delivery)
                .map(TellingTest::json)
                .orElseThrow();
    }

    @Test
    void aChangeThatIsToldAfterLaterOnesSetsNoneOfThemBack() {
        world.changes.note("camera.created", World.FIRST.value(), Map.of());
        world.changes.updated(World.FIRST, CameraField.NAME, "Cổng sau");
        world.changes.updated(World.FIRST, CameraField.NAME, "Cổng trước");
        changes(0);
        var late = again(2);
        assertThat(late.get("id").asText()).as("its own").isEqualTo("c-2");
        assertThat(late.get("data").get("whole").asBoolean()).isTrue();
        assertThat(late.get("data").get("values").get("name").asText()).isEqualTo("Cổng trước");
        assertThat(late.get("data").get("values").get("sector").asText()).isEqualTo("traffic");
    }

    @Test
    void aUnitThatIsToldAfterLaterChangesIsToldAsItIsNow() {
        world.changes.note("unit.put", "benh-vien", Map.of("name", "Tên cũ", "former.name", "Tên đầu"));
        world.catalog.units.put(
                "benh-vien",
                new Unit(
                        "benh-vien",
                        "Tên mới",
                        World.LONG_AN,
                        Optional.empty(),
                        Validity.since(LocalDate.of(2025, 7, 1))));
        assertThat(again(1).get("data").get("values").toString())
                .contains("Tên mới", "\"area\":\"27694\"", "\"validFrom\":\"2025-07-01\"")
                .doesNotContain("Tên cũ", "Tên đầu");
    }

    @Test
    void oneThatIsNotForTheSinkAnyMoreWhenItIsToldLateIsWithdrawn() {
        world.changes.updated(World.FIRST, CameraField.NAME, "Cổng sau");
        changes(0);
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        assertThat(again(1).get("type").asText()).isEqualTo("vn.matluoi.camera.withdrawn");
    }

    @Test
    void whomAUnitNamesForOthersToTurnToStaysHere() {
        var said = Map.of("name", "UBND phường", "contactName", "Lan", "former.contactPhone", "0272 3000 111");
        world.changes.note("unit.put", "ubnd-long-an", said);
        assertThat(changes(0)).singleElement().satisfies(unit -> assertThat(
                        unit.get("data").get("values").toString())
                .isEqualTo("{\"name\":\"UBND phường\"}"));
    }

    @Test
    void whatHelpsToReachADeviceLeavesByNameOnly() {
        world.changes.note("camera.created", World.FIRST.value(), Map.of());
        for (var field : List.of(
                CameraField.SERIAL,
                CameraField.MAC,
                CameraField.RECORDER_SERIAL,
                CameraField.RECORDER_CHANNEL,
                CameraField.IP_ADDRESS,
                CameraField.FIRMWARE,
                CameraField.NOTE,
                CameraField.ADDRESS,
                CameraField.CONSENT)) {
            world.changes.updated(World.FIRST, field, "kín-" + field.key());
        }
        var all = changes(0);
        assertThat(all).as("an update of nothing that is told is not told").hasSize(1);
        assertThat(all.toString()).doesNotContain("kín");
        told.clear();
        assertThat(changes(0, "fields", "serial").toString())
                .contains("kín-serial")
                .doesNotContain("kín-mac", "Cổng");
    }

    @Test
    void changesOfSourcesLeaveByNoSink() {
        world.changes.note("source.created", "nvr", Map.of("address", "http://10.0.0.7"));
        assertThat(changes(0)).isEmpty();
    }

    @Test
    void aCameraThatMovesAwayIsWithdrawnWithoutItsDataAndOneThatComesIsToldWhole() {
        world.changes.note("camera.created", World.FIRST.value(), Map.of());
        assertThat(changes(0, "areas", "27694")).hasSize(1);
        world.changes.moved(World.FIRST, World.TAN_AN);
        assertThat(changes(1, "areas", "27694")).singleElement().satisfies(gone -> {
            assertThat(gone.get("type").asText()).isEqualTo("vn.matluoi.camera.withdrawn");
            assertThat(gone.get("data").fieldNames()).toIterable().containsExactly("camera", "kind", "at");
        });
        world.changes.updated(World.FIRST, CameraField.NAME, "Xa");
        assertThat(changes(2, "areas", "27694")).as("and nothing more").isEmpty();
        world.changes.moved(World.FIRST, World.LONG_AN);
        assertThat(changes(3, "areas", "27694")).singleElement().satisfies(back -> assertThat(
                        back.get("data").get("whole").asBoolean())
                .isTrue());
    }

    @Test
    void aCameraTheSinkNeverHeardOfIsNotWithdrawn() {
        world.changes.updated(World.SECOND, CameraField.NAME, "Chợ mới");
        assertThat(changes(0, "areas", "27694")).isEmpty();
    }

    @Test
    void aCameraThatIsAStateSecretLeavesByNoSink() {
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        world.changes.updated(World.FIRST, CameraField.NAME, "kín");
        world.events.tell("1", Type.MOTION);
        world.events.tell(null, Type.DISK_FAULT); // of the recorder that carries it
        world.events.tell("2", Type.MOTION);
        assertThat(changes(0)).isEmpty();
        assertThat(changes(0, "fields", "name")).isEmpty();
        assertThat(events())
                .singleElement()
                .satisfies(event -> assertThat(event.get("subject").asText()).isEqualTo(World.SECOND.value()));
        assertThat(events("personal", "true", "types", "motion,disk_fault")).hasSize(1);
    }

    @Test
    void whatARecorderReportsOfItselfIsHeldBackWhicheverSourceMarkedACameraItCarries() {
        var other = new SourceId("nvr-2");
        world.catalog.speakers.put(World.FIRST, other);
        world.events.tell(other, null, Type.DISK_FAULT);
        assertThat(events()).as("there is no secret yet").hasSize(1);
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        assertThat(events()).isEmpty();
    }

    @Test
    void aCameraThatBecomesAStateSecretIsWithdrawnWithoutItsDataWhateverTheSinkIsToldOf() {
        world.changes.note("camera.created", World.FIRST.value(), Map.of());
        assertThat(changes(0, "types", "camera.created")).hasSize(1);
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        assertThat(changes(1, "types", "camera.created")).singleElement().satisfies(gone -> {
            assertThat(gone.get("type").asText()).isEqualTo("vn.matluoi.camera.withdrawn");
            assertThat(gone.get("data").fieldNames()).toIterable().containsExactly("camera", "kind", "at");
        });
        assertThat(changes(1)).as("it is told once").isEmpty();
    }

    @Test
    void whatWasWrittenBeforeACameraBecameAStateSecretDoesNotLeaveAfterwards() {
        world.events.tell("1", Type.MOTION);
        world.changes.note("camera.created", World.FIRST.value(), Map.of());
        world.changes.updated(World.FIRST, CameraField.NAME, "kín");
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        assertThat(events()).isEmpty();
        assertThat(changes(0)).isEmpty();
    }

    @Test
    void aCameraThatIsNoStateSecretAnyMoreIsToldWhole() {
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "false");
        assertThat(changes(1)).singleElement().satisfies(back -> {
            assertThat(back.get("data").get("whole").asBoolean()).isTrue();
            assertThat(back.toString()).doesNotContain("stateSecret");
        });
    }

    private List<JsonNode> compared(long after, String... settings) {
        var all = new ArrayList<>(List.of(settings));
        all.addAll(List.of(SinkRoute.COMPARES, "true"));
        return changes(after, all.toArray(String[]::new));
    }

    @Test
    void aSinkThatComparesIsToldThatACameraItMayKnowBecameAStateSecretByItsIdAlone() {
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        assertThat(changes(0)).as("one that does not was never told").isEmpty();
        assertThat(compared(0)).singleElement().satisfies(gone -> {
            assertThat(gone.get("type").asText()).isEqualTo("vn.matluoi.camera.withdrawn");
            assertThat(gone.get("subject").asText()).isEqualTo(World.FIRST.value());
            assertThat(gone.get("data").fieldNames()).toIterable().containsExactly("camera", "kind", "at");
        });
        world.changes.updated(World.FIRST, CameraField.NAME, "kín");
        assertThat(compared(1)).as("and nothing more of it").isEmpty();
    }

    @Test
    void aSinkThatComparesIsNotToldOfOneThatWasASecretFromTheBeginning() {
        world.put(World.FIRST, World.LONG_AN, "1", Map.of(CameraField.STATE_SECRET, "true"));
        world.changes.note("camera.created", World.FIRST.value(), Map.of());
        world.changes.note("camera.missing", World.FIRST.value(), Map.of());
        assertThat(compared(0)).isEmpty();
    }

    @Test
    void aSinkThatComparesIsToldOfWhatLeavesItsAreaOrSectorAndOfWhatComes() {
        world.changes.moved(World.FIRST, World.TAN_AN);
        assertThat(types(compared(0, "areas", "27694"))).containsExactly("vn.matluoi.camera.withdrawn");
        world.changes.updated(World.FIRST, CameraField.SECTOR, "health");
        assertThat(types(compared(1, "sectors", "traffic"))).containsExactly("vn.matluoi.camera.withdrawn");
        assertThat(told).isEmpty();
        told.add(World.FIRST.value());
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "false");
        assertThat(types(compared(3)))
                .as("a comparison may have withdrawn it in between")
                .containsExactly("vn.matluoi.camera.updated");
    }

    @Test
    void aSinkThatComparesIsToldOfACameraThatWasMergedThoughTheFeedNamesItBesideTheOtherOnly() {
        world.catalog.merged.put(World.SECOND, World.FIRST);
        world.catalog.cameras.remove(World.SECOND);
        world.changes.note("camera.merged", World.FIRST.value(), Map.of("other", World.SECOND.value()));
        told.add(World.FIRST.value());
        assertThat(compared(0)).singleElement().satisfies(merged -> assertThat(
                        merged.get("data").get("other").asText())
                .isEqualTo(World.SECOND.value()));
        world.changes.note("camera.merged", World.SECOND.value(), Map.of("other", World.FIRST.value()));
        assertThat(types(compared(1))).containsExactly("vn.matluoi.camera.merged");
    }

    @Test
    void ofASecretThatWasSplitOffAnOpenCameraNotEvenTheIdLeavesUnlessTheSinkHasIt() {
        world.put(World.SECOND, World.LONG_AN, "2", Map.of(CameraField.STATE_SECRET, "true"));
        world.changes.note("camera.split", World.FIRST.value(), Map.of("other", World.SECOND.value()));
        world.changes.note("camera.created", World.SECOND.value(), Map.of());
        told.add(World.FIRST.value());
        assertThat(compared(0)).singleElement().satisfies(split -> {
            assertThat(split.get("subject").asText()).isEqualTo(World.FIRST.value());
            assertThat(split.toString()).doesNotContain(World.SECOND.value());
        });
        told.add(World.SECOND.value());
        assertThat(compared(0).get(0).get("data").get("other").asText())
                .as("it is to be withdrawn")
                .isEqualTo(World.SECOND.value());
    }

    private void mergeSecondIntoFirst() {
        world.catalog.merged.put(World.SECOND, World.FIRST);
        world.catalog.cameras.remove(World.SECOND);
        world.changes.note("camera.merged", World.FIRST.value(), Map.of("other", World.SECOND.value()));
        world.changes.note("camera.merged", World.SECOND.value(), Map.of("other", World.FIRST.value()));
    }

    @Test
    void ofACameraThatWasMergedASinkThatKnewItIsToldInto() {
        mergeSecondIntoFirst();
        assertThat(changes(0)).as("it knew neither").singleElement().satisfies(first -> assertThat(
                        first.get("subject").asText())
                .isEqualTo(World.FIRST.value()));
        told.add(World.SECOND.value());
        assertThat(changes(1)).singleElement().satisfies(merged -> {
            assertThat(merged.get("type").asText()).isEqualTo("vn.matluoi.camera.merged");
            assertThat(merged.get("subject").asText()).isEqualTo(World.SECOND.value());
            assertThat(merged.get("data").get("into").asText()).isEqualTo(World.FIRST.value());
            assertThat(merged.get("data").has("values")).isFalse();
        });
        assertThat(told).doesNotContain(World.SECOND.value());
    }

    @Test
    void whatAMergedIdStandsForIsASecretAsSoonAsItsCameraIs() {
        world.events.tell("2", Type.MOTION);
        mergeSecondIntoFirst();
        assertThat(events())
                .singleElement()
                .satisfies(event -> assertThat(event.get("subject").asText()).isEqualTo(World.FIRST.value()));
        world.changes.updated(World.FIRST, CameraField.STATE_SECRET, "true");
        assertThat(events()).isEmpty();
        told.add(World.SECOND.value());
        assertThat(types(changes(1))).first().isEqualTo("vn.matluoi.camera.withdrawn");
    }

    @Test
    void theCatalogueIsAskedOnceAsLongAsNothingChanges() {
        world.events.tell(50);
        events();
        events();
        assertThat(world.catalog.asked).hasSize(1);
        world.changes.updated(World.FIRST, CameraField.SECTOR, "health");
        assertThat(events("sectors", "traffic")).isEmpty();
        assertThat(world.catalog.asked).hasSize(2);
    }
}
