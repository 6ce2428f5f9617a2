package vn.matluoi.driver.hikvision.internal;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;

/**
 * What an {@code EventNotificationAlert} says. Names are compared in any case: {@code VMD}, {@code vmd} and
 * {@code Vmd} were all seen.
 *
 * @param topic the device's own word; of an input or output with its number, {@code IO;port=2}, as one is not another
 */
record Alert(String topic, Type type, Phase phase, Fields fields) {

    private static final Map<String, Type> TYPES = Map.ofEntries(
            entry("vmd", Type.MOTION),
            entry("vmdhumanvehicle", Type.MOTION),
            entry("pir", Type.MOTION),
            entry("shelteralarm", Type.TAMPER),
            entry("tamperdetection", Type.TAMPER),
            entry("scenechangedetection", Type.TAMPER),
            entry("defocus", Type.TAMPER),
            entry("defocusdetection", Type.TAMPER),
            entry("linedetection", Type.LINE_CROSSED),
            entry("regionentrance", Type.REGION_ENTERED),
            entry("regionexiting", Type.REGION_LEFT),
            entry("fielddetection", Type.REGION_OCCUPIED),
            entry("loitering", Type.LOITERING),
            entry("group", Type.CROWD),
            entry("groupdetection", Type.CROWD),
            entry("unattendedbaggage", Type.OBJECT_LEFT),
            entry("attendedbaggage", Type.OBJECT_TAKEN),
            entry("parking", Type.PARKED),
            entry("parkingdetection", Type.PARKED),
            entry("anpr", Type.PLATE_READ),
            entry("vehicledetection", Type.PLATE_READ),
            entry("vehiclematchresult", Type.PLATE_READ),
            entry("facedetection", Type.FACE_SEEN),
            entry("facesnap", Type.FACE_SEEN),
            entry("facecontrast", Type.FACE_SEEN),
            entry("facecontrastsuccess", Type.FACE_SEEN),
            entry("facecontrastfailure", Type.FACE_SEEN),
            entry("whitelistfacecontrast", Type.FACE_SEEN),
            entry("blacklistfacecontrast", Type.FACE_SEEN),
            entry("alarmresult", Type.FACE_SEEN),
            entry("humanrecognition", Type.PERSON_SEEN),
            entry("peoplecounting", Type.PERSON_COUNTED),
            entry("vehiclecounting", Type.VEHICLE_COUNTED),
            entry("audioexception", Type.SOUND),
            entry("audiodetection", Type.SOUND),
            entry("thermometry", Type.TEMPERATURE),
            entry("temperature", Type.TEMPERATURE),
            entry("firedetection", Type.TEMPERATURE),
            entry("videoloss", Type.VIDEO_LOST),
            entry("badvideo", Type.VIDEO_LOST),
            entry("diskfull", Type.DISK_FAULT),
            entry("diskerror", Type.DISK_FAULT),
            entry("diskunformat", Type.DISK_FAULT),
            entry("storagedetection", Type.DISK_FAULT),
            entry("recordingfailure", Type.DISK_FAULT),
            entry("raidexception", Type.DISK_FAULT),
            entry("nicbroken", Type.NETWORK_FAULT),
            entry("ipconflict", Type.NETWORK_FAULT),
            entry("illaccess", Type.LOGIN_FAILURE),
            entry("io", Type.INPUT),
            entry("inputs", Type.INPUT),
            entry("softio", Type.INPUT),
            entry("outputs", Type.OUTPUT));

    /** Firmware has more words for plates than are listed. */
    private static final Set<String> PLATES = Set.of("plate", "anpr", "vehicledetection");

    /** Told once, without an end. */
    private static final Set<Type> MOMENTS = Set.of(Type.PLATE_READ, Type.PERSON_COUNTED, Type.VEHICLE_COUNTED);

    private static final Set<String> MOMENT_TOPICS = Set.of(
            "facesnap",
            "facecontrast",
            "facecontrastsuccess",
            "facecontrastfailure",
            "whitelistfacecontrast",
            "blacklistfacecontrast",
            "alarmresult",
            "channelpassingevent");

    /** @return empty if it tells nothing: a heartbeat, the end of a moment, an answer that is no alarm */
    static Optional<Alert> of(Fields fields) {
        var topic = fields.get("eventType").map(Clean::word).filter(t -> !t.isEmpty());
        if (topic.isEmpty() || isHeartbeat(fields)) {
            return Optional.empty();
        }
        var word = topic.get().toLowerCase(Locale.ROOT);
        var type = type(word, fields);
        boolean ended =
                fields.get("eventState").filter("inactive"::equalsIgnoreCase).isPresent();
        boolean moment = MOMENTS.contains(type)
                || MOMENT_TOPICS.contains(word)
                || fields.get("eventState").isEmpty();
        if (moment) {
            return ended ? Optional.empty() : Optional.of(alert(topic.get(), type, Phase.PULSE, fields));
        }
        return Optional.of(alert(topic.get(), type, ended ? Phase.INACTIVE : Phase.ACTIVE, fields));
    }

    private static Alert alert(String word, Type type, Phase phase, Fields fields) {
        var port = type == Type.INPUT || type == Type.OUTPUT
                ? port(fields, "dynInputIOPortID").or(() -> port(fields, "inputIOPortID"))
                : Optional.<String>empty();
        return new Alert(port.map(p -> word + ";port=" + p).orElse(word), type, phase, fields);
    }

    /** Ports are counted from 1; behind a recorder, from some hundreds. */
    private static Optional<String> port(Fields fields, String name) {
        return fields.get(name).filter(p -> p.matches("[1-9]\\d{0,8}"));
    }

    /** A heartbeat is an alarm: {@code videoloss}, {@code inactive}, counter 0. */
    static boolean isHeartbeat(Fields fields) {
        var topic = fields.get("eventType").orElse("");
        return topic.equalsIgnoreCase("heartBeat")
                || topic.equalsIgnoreCase("videoloss")
                        && fields.get("eventState")
                                .filter("inactive"::equalsIgnoreCase)
                                .isPresent()
                        && fields.get("activePostCount").orElse("0").equals("0");
    }

    /** Whatever carries a plate or is named for one is one, so that plates are kept only where a person wants them. */
    private static Type type(String word, Fields fields) {
        if (fields.get("licensePlate").or(() -> fields.get("plateNumber")).isPresent()) {
            return Type.PLATE_READ;
        }
        var type = Optional.ofNullable(TYPES.get(word)).orElseGet(() -> unlisted(word));
        if (type != Type.MOTION) {
            return type;
        }
        var target = fields.get("targetType")
                .or(() -> fields.get("detectionTarget"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return switch (target) {
            case "human" -> Type.PERSON_SEEN;
            case "vehicle" -> Type.VEHICLE_SEEN;
            default -> type;
        };
    }

    private static Type unlisted(String word) {
        if (PLATES.stream().anyMatch(word::contains)) {
            return Type.PLATE_READ;
        }
        return word.startsWith("face") ? Type.FACE_SEEN : Type.OTHER;
    }
}
