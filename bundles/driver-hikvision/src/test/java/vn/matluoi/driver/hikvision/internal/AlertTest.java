package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;

/** Every word of the table, written as devices write it. */
class AlertTest {

    @ParameterizedTest
    @CsvSource({
        "VMD, MOTION, ACTIVE",
        "VMDHumanVehicle, MOTION, ACTIVE",
        "PIR, MOTION, ACTIVE",
        "shelteralarm, TAMPER, ACTIVE",
        "tamperdetection, TAMPER, ACTIVE",
        "scenechangedetection, TAMPER, ACTIVE",
        "defocus, TAMPER, ACTIVE",
        "defocusdetection, TAMPER, ACTIVE",
        "linedetection, LINE_CROSSED, ACTIVE",
        "regionEntrance, REGION_ENTERED, ACTIVE",
        "regionExiting, REGION_LEFT, ACTIVE",
        "fielddetection, REGION_OCCUPIED, ACTIVE",
        "loitering, LOITERING, ACTIVE",
        "group, CROWD, ACTIVE",
        "groupdetection, CROWD, ACTIVE",
        "unattendedBaggage, OBJECT_LEFT, ACTIVE",
        "attendedBaggage, OBJECT_TAKEN, ACTIVE",
        "parking, PARKED, ACTIVE",
        "parkingdetection, PARKED, ACTIVE",
        "ANPR, PLATE_READ, PULSE",
        "vehicledetection, PLATE_READ, PULSE",
        "vehicleMatchResult, PLATE_READ, PULSE",
        "facedetection, FACE_SEEN, ACTIVE",
        "faceSnap, FACE_SEEN, PULSE",
        "faceContrast, FACE_SEEN, PULSE",
        "faceContrastSuccess, FACE_SEEN, PULSE",
        "faceContrastFailure, FACE_SEEN, PULSE",
        "whiteListFaceContrast, FACE_SEEN, PULSE",
        "blackListFaceContrast, FACE_SEEN, PULSE",
        "alarmResult, FACE_SEEN, PULSE",
        "humanRecognition, PERSON_SEEN, ACTIVE",
        "PeopleCounting, PERSON_COUNTED, PULSE",
        "VehicleCounting, VEHICLE_COUNTED, PULSE",
        "audioexception, SOUND, ACTIVE",
        "audioDetection, SOUND, ACTIVE",
        "thermometry, TEMPERATURE, ACTIVE",
        "temperature, TEMPERATURE, ACTIVE",
        "fireDetection, TEMPERATURE, ACTIVE",
        "videoloss, VIDEO_LOST, ACTIVE",
        "badvideo, VIDEO_LOST, ACTIVE",
        "diskfull, DISK_FAULT, ACTIVE",
        "diskerror, DISK_FAULT, ACTIVE",
        "diskUnformat, DISK_FAULT, ACTIVE",
        "storageDetection, DISK_FAULT, ACTIVE",
        "recordingfailure, DISK_FAULT, ACTIVE",
        "raidException, DISK_FAULT, ACTIVE",
        "nicbroken, NETWORK_FAULT, ACTIVE",
        "ipconflict, NETWORK_FAULT, ACTIVE",
        "illAccess, LOGIN_FAILURE, ACTIVE",
        "IO, INPUT, ACTIVE",
        "inputs, INPUT, ACTIVE",
        "softIO, INPUT, ACTIVE",
        "outputs, OUTPUT, ACTIVE",
        "channelPassingEvent, OTHER, PULSE",
        "plateRecognition, PLATE_READ, PULSE",
        "ANPRAlarm, PLATE_READ, PULSE",
        "vehicleDetectionEx, PLATE_READ, PULSE",
        "faceCapture, FACE_SEEN, ACTIVE",
        "somethingNew, OTHER, ACTIVE"
    })
    void saysItInTheHubsWords(String word, Type type, Phase phase) {
        var alert = alert(word, "active").orElseThrow();
        assertThat(alert.type()).isEqualTo(type);
        assertThat(alert.phase()).isEqualTo(phase);
        assertThat(alert.topic()).isEqualTo(word);
        assertThat(alert(word.toUpperCase(Locale.ROOT), "active").orElseThrow().type())
                .isEqualTo(type);
        assertThat(alert(word, "inactive").map(Alert::phase))
                .as("its end, which a moment has none of, and the heartbeat is none")
                .isEqualTo(Optional.of(Phase.INACTIVE).filter(p -> phase == Phase.ACTIVE && !word.equals("videoloss")));
    }

    private static Optional<Alert> alert(String word, String state) {
        return Alert.of(Fields.of("<EventNotificationAlert><eventType>" + word + "</eventType><eventState>" + state
                + "</eventState></EventNotificationAlert>"));
    }
}
