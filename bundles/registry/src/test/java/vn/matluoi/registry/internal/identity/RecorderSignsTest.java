package vn.matluoi.registry.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.settings;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Identity.Question;
import vn.matluoi.api.registry.SourceStore.StoredSource;

/** A recorder and a channel of it, by its serial number and by its address, of two devices and of a device and a list. */
class RecorderSignsTest extends IdentityFixture {

    private static final String SERIAL = "DS-7616NI-77";
    private static final String ADDRESS = "http://10.0.0.7:8000";

    // ---- two devices

    @Test
    void oneRecorderAndChannelIsOneCameraWhateverTheAddressAndName() {
        device("nvr", SERIAL, "http://10.0.0.7");
        device("vms", SERIAL, "http://10.0.0.9");
        commit(said("nvr", "3", "IPC 3"));

        var same = commit(said("vms", "3", "Sảnh"));
        var next = commit(said("vms", "4", "Sân"));

        assertThat(outcomes(same)).containsExactly(Outcome.UPDATED);
        assertThat(same.rows().get(0).camera()).contains(FIRST);
        assertThat(outcomes(next)).as("another channel").containsExactly(Outcome.CREATED);
        assertThat(camera(FIRST).source()).isEqualTo(new SourceId("nvr"));
    }

    @Test
    void oneAddressAndChannelIsOneCameraIfTheNameSaysSoToo() {
        device("nvr", null, ADDRESS);
        device("again", null, ADDRESS);
        commit(said("nvr", "3", "Sảnh"));

        var report = commit(said("again", "3", "Sảnh"));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED);
        assertThat(report.rows().get(0).camera()).contains(FIRST);
    }

    @Test
    void oneAddressAndChannelAloneIsAskedForAddressesAreGivenAnew() {
        device("nvr", "DS-7616NI-11", ADDRESS);
        device("again", "DS-7616NI-22", ADDRESS);
        commit(said("nvr", "3", "Sảnh"));

        assertThat(outcomes(commit(said("again", "3", "Kho")))).containsExactly(Outcome.DOUBTFUL);
        assertThat(open()).singleElement().satisfies(question -> {
            assertThat(question.candidate()).isEqualTo(FIRST);
            assertThat(signs(question)).containsExactly("endpoint");
            assertThat(question.score()).isEqualTo(70);
        });
        assertThat(outcomes(commit(said("again", "4", "Sân"))))
                .as("another channel")
                .containsExactly(Outcome.CREATED);
    }

    @Test
    void twoPortsOfOneGatewayAreTwoRecorders() {
        device("nvr", null, "http://10.0.0.7:8000");
        device("next", null, "http://10.0.0.7:8001");
        commit(said("nvr", "1", "Camera 01"));

        assertThat(outcomes(commit(said("next", "1", "Camera 01")))).containsExactly(Outcome.CREATED);
    }

    @Test
    void anotherSerialNumberOfTheCameraSpeaksAgainst() {
        device("nvr", SERIAL, ADDRESS);
        device("vms", SERIAL, "http://10.0.0.9");
        device("again", null, ADDRESS);
        commit(said("nvr", "3", "Sảnh", CameraField.SERIAL, "SN-11111"));

        assertThat(outcomes(commit(said("vms", "3", "Camera", CameraField.SERIAL, "SN-22222"))))
                .as("recorder")
                .containsExactly(Outcome.CREATED);
        assertThat(outcomes(commit(said("again", "3", "Sảnh", CameraField.SERIAL, "SN-33333"))))
                .as("address and name")
                .containsExactly(Outcome.CREATED);
        assertThat(outcomes(commit(said("vms", "3", "Camera", CameraField.SERIAL, "SN-22222"))))
                .as("it stays the one it is")
                .containsExactly(Outcome.UNCHANGED);
        assertThat(open()).isEmpty();
    }

    @Test
    void whatStandsForNothingIsNoRecorder() {
        device("nvr", "0000000", "http://10.0.0.7");
        device("vms", "0000000", "http://10.0.0.9");
        commit(said("nvr", "3", "Sảnh"));

        assertThat(outcomes(commit(said("vms", "3", "Kho")))).containsExactly(Outcome.CREATED);
    }

    // ---- a list and a device

    @Test
    void aListMeetsTheCamerasOfTheRecorderThatItNames() {
        device("nvr", SERIAL, ADDRESS);
        commit(said("nvr", "3", "IPC 3"));

        var report = commit(of("key:1", listed("BV-03", "Sảnh", SERIAL, "Kênh 03", "")));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED);
        assertThat(report.rows().get(0).camera()).contains(FIRST);
        assertThat(camera(FIRST).values())
                .containsEntry(CameraField.NAME, "Sảnh")
                .containsEntry(CameraField.RECORDER_SERIAL, SERIAL)
                .containsEntry(CameraField.RECORDER_CHANNEL, "3");
        assertThat(outcomes(commit(of("key:1", listed("BV-04", "Sân", SERIAL, "4", "")))))
                .as("no such channel yet")
                .containsExactly(Outcome.CREATED);
        assertThat(outcomes(commit(said("nvr", "4", "IPC 4"))))
                .as("and there it is")
                .containsExactly(Outcome.UPDATED);
        assertThat(cameras()).isEqualTo(2);
    }

    @Test
    void aRecorderThatComesLaterMeetsTheListThatNamesIt() {
        commit(sheet("commune", listed("BV-03", "Sảnh", SERIAL, "3", "")));
        device("nvr", SERIAL, ADDRESS);

        var report = commit(said("nvr", "3", "IPC 3"));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED);
        assertThat(camera(FIRST).source()).isEqualTo(new SourceId("nvr"));
        assertThat(camera(FIRST).values()).containsEntry(CameraField.NAME, "Sảnh");
    }

    @Test
    void aListThatNamesTheRecorderOnlyLaterIsAsked() {
        device("nvr", SERIAL, ADDRESS);
        commit(said("nvr", "3", "IPC 3"));
        commit(sheet("commune", row(1, CameraField.CODE, "BV-03", CameraField.NAME, "Sảnh")));

        var report = commit(sheet("commune", listed("BV-03", "Sảnh", SERIAL, "3", "")));

        assertThat(report.rows().get(0).findings()).extracting(Finding::rule).contains("identity.alike");
        assertThat(open()).singleElement().satisfies(question -> {
            assertThat(question.camera()).contains(SECOND);
            assertThat(question.candidate()).isEqualTo(FIRST);
            assertThat(signs(question)).containsExactly("recorder");
        });
    }

    @Test
    void aListThatNamesAnotherRecorderNowIsKnownByTheFormerNoLonger() {
        commit(sheet("commune", listed("BV-03", "Sảnh", SERIAL, "3", "10.0.0.7")));
        commit(sheet("commune", listed("BV-03", "Sảnh", "DS-7616NI-88", "3", "10.0.0.8")));
        device("nvr", SERIAL, ADDRESS);

        assertThat(outcomes(commit(said("nvr", "3", "IPC 3")))).containsExactly(Outcome.CREATED);
    }

    @Test
    void anAddressOfAListIsAskedAboutWhateverThePort() {
        device("nvr", null, ADDRESS);
        commit(said("nvr", "3", "IPC 3"));

        assertThat(outcomes(commit(sheet("commune", listed("BV-03", "Sảnh", "", "3", "10.0.0.7")))))
                .containsExactly(Outcome.DOUBTFUL);
        assertThat(open()).singleElement().satisfies(question -> {
            assertThat(question.candidate()).isEqualTo(FIRST);
            assertThat(signs(question)).containsExactly("address");
        });
    }

    @Test
    void aDeviceAtAnAddressOfAListIsAskedAbout() {
        commit(sheet("commune", listed("BV-03", "Sảnh", "", "3", "10.0.0.7")));
        device("nvr", null, ADDRESS);

        assertThat(outcomes(commit(said("nvr", "3", "IPC 3")))).containsExactly(Outcome.DOUBTFUL);
        assertThat(open()).singleElement().satisfies(question -> assertThat(signs(question))
                .containsExactly("address"));
    }

    @Test
    void twoListsThatNameOneAddressAreTwoPlacesWithTheSameNetwork() {
        commit(sheet("commune", listed("BV-03", "Cổng", "", "3", "192.168.1.64")));

        assertThat(outcomes(commit(sheet("police", listed("TH-03", "Cổng", "", "3", "192.168.1.64")))))
                .containsExactly(Outcome.CREATED);
    }

    @Test
    void aRecorderOrAnAddressWithoutAChannelSaysNothing() {
        device("nvr", SERIAL, ADDRESS);
        commit(said("nvr", "3", "IPC 3"));

        assertThat(outcomes(commit(sheet("commune", listed("BV-03", "Sảnh", SERIAL, "", "10.0.0.7")))))
                .containsExactly(Outcome.CREATED);
    }

    private void device(String id, String serial, String address) {
        hub.sources.put(
                new StoredSource(
                        settings(id, LONG_AN, Optional.of(URI.create(address))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(serial),
                        Optional.empty(),
                        Optional.empty()),
                "test");
    }

    private static Statement said(String source, String channel, String name, Object... more) {
        var words = new ArrayList<Object>(List.of(CameraField.NAME, name));
        words.addAll(List.of(more));
        return statement(source, Layer.DEVICE, false, Optional.empty(), List.of(channel(channel, words.toArray())));
    }

    private static Item listed(String code, String name, String recorder, String channel, String address) {
        return row(
                1,
                CameraField.CODE,
                code,
                CameraField.NAME,
                name,
                CameraField.RECORDER_SERIAL,
                recorder,
                CameraField.RECORDER_CHANNEL,
                channel,
                CameraField.IP_ADDRESS,
                address);
    }

    /** The commune's list, brought by a program of it. */
    private static Statement of(String by, Item row) {
        var said = sheet("commune", row);
        return new Statement(
                said.source(),
                said.layer(),
                by,
                said.at(),
                false,
                Optional.empty(),
                Optional.empty(),
                said.label(),
                said.defaultArea(),
                said.defaultUnit(),
                said.defaultSector(),
                said.items());
    }

    private static List<String> signs(Question question) {
        return question.signs().stream().map(sign -> sign.name()).toList();
    }
}
