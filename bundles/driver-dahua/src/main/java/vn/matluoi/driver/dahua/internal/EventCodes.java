package vn.matluoi.driver.dahua.internal;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import vn.matluoi.api.event.CameraEvent.Type;

/**
 * Dahua's event codes in the hub's words (VENDORS 5.3). What is not listed is {@link Type#OTHER}, but for whole families
 * that tell of plates and faces, which are kept only where a person wants them.
 */
final class EventCodes {

    private static final Map<String, Type> TYPES = Map.ofEntries(
            entry("VideoMotion", Type.MOTION),
            entry("VideoMotionInfo", Type.MOTION),
            entry("SmartMotionHuman", Type.PERSON_SEEN),
            entry("SmartMotionVehicle", Type.VEHICLE_SEEN),
            entry("CrossLineDetection", Type.LINE_CROSSED),
            entry("CrossRegionDetection", Type.REGION_ENTERED),
            entry("LeftDetection", Type.OBJECT_LEFT),
            entry("TakenAwayDetection", Type.OBJECT_TAKEN),
            entry("ParkingDetection", Type.PARKED),
            entry("WanderDetection", Type.LOITERING),
            entry("RioterDetection", Type.CROWD),
            entry("FaceDetection", Type.FACE_SEEN),
            entry("FaceRecognition", Type.FACE_SEEN),
            entry("HumanTrait", Type.PERSON_SEEN),
            entry("TrafficJunction", Type.PLATE_READ),
            entry("NumberStat", Type.PERSON_COUNTED),
            entry("AlarmLocal", Type.INPUT),
            entry("AlarmOutput", Type.OUTPUT),
            entry("VideoLoss", Type.VIDEO_LOST),
            entry("VideoBlind", Type.TAMPER),
            entry("SceneChange", Type.TAMPER),
            entry("AudioMutation", Type.SOUND),
            entry("StorageNotExist", Type.DISK_FAULT),
            entry("StorageFailure", Type.DISK_FAULT),
            entry("StorageLowSpace", Type.DISK_FAULT),
            entry("NetAbort", Type.NETWORK_FAULT),
            entry("IPConflict", Type.NETWORK_FAULT),
            entry("LoginFailure", Type.LOGIN_FAILURE),
            entry("TimeChange", Type.CLOCK_CHANGED),
            entry("NTPAdjustTime", Type.CLOCK_CHANGED),
            entry("NewFile", Type.OTHER),
            entry("RtspSessionDisconnect", Type.OTHER),
            entry("IntelliFrame", Type.OTHER));

    /** Their index counts inputs, outputs, disks or nothing, but no channels. */
    private static final Set<Type> WHOLE_DEVICE = Set.of(
            Type.INPUT, Type.OUTPUT, Type.DISK_FAULT, Type.NETWORK_FAULT, Type.LOGIN_FAILURE, Type.CLOCK_CHANGED);

    /** What they tell is a state, and each Start has its Stop. */
    private static final Set<Type> SURE_TO_STOP = Set.of(
            Type.MOTION,
            Type.INPUT,
            Type.OUTPUT,
            Type.VIDEO_LOST,
            Type.TAMPER,
            Type.SOUND,
            Type.DISK_FAULT,
            Type.NETWORK_FAULT);

    private EventCodes() {}

    static Type type(String code) {
        var type = TYPES.get(code);
        if (type != null) {
            return type;
        }
        if (code.startsWith("Traffic")) {
            return Type.PLATE_READ;
        }
        return code.startsWith("Face") ? Type.FACE_SEEN : Type.OTHER;
    }

    /** @return whether its index names a channel, from 0 */
    static boolean ofChannel(String code) {
        return !WHOLE_DEVICE.contains(type(code)) && !code.equals("RtspSessionDisconnect");
    }

    /** @return whether the device tells the end of each beginning */
    static boolean sureToStop(Type type) {
        return SURE_TO_STOP.contains(type);
    }
}
