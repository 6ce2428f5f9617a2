package vn.matluoi.driver.onvif.internal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import vn.matluoi.api.event.CameraEvent.Type;

/**
 * What a topic means. Prefixes are dropped, as {@code tns1:Device/Trigger/tnshik:AlarmIn} puts its own in the middle; the first
 * rule that fits decides. Sources: ONVIF core specification 9.8 and annex, analytics service annex A; Hikvision, Dahua, Axis,
 * Reolink and TP-Link topics as their owners published them.
 */
final class Topics {

    /** Personal data, which is kept only where a person switched it on: it must not pass as anything else. */
    private static final Pattern PLATE = Pattern.compile("(?<!tem)plate|anpr|lpr");

    private static final Pattern PLATE_ITEM = Pattern.compile("(?<!tem)plate|licen[cs]e");
    private static final Pattern FACE = Pattern.compile("(?<!inter|sur)face");

    private static final Map<Pattern, Type> RULES = new LinkedHashMap<>();

    static {
        rule("tamper|globalscenechange|imagetoo(dark|bright|blurry)|shelter|scenechange|defocus", Type.TAMPER);
        rule("(signal|video)_?los[st]|videoloss", Type.VIDEO_LOST);
        rule(
                "storagefailure|harddisk|hdd|disk(full|error|failure)|recordingstorage|storagealert|disruption",
                Type.DISK_FAULT);
        rule("vehicle.{0,20}count", Type.VEHICLE_COUNTED);
        rule(
                "(people|person|human|pedestrian).{0,20}count|counter|countaggregation|occupancycount",
                Type.PERSON_COUNTED);
        rule("people|person|human|pedestrian", Type.PERSON_SEEN);
        rule("vehicle", Type.VEHICLE_SEEN);
        rule("loiter", Type.LOITERING);
        rule("crowd|gathering", Type.CROWD);
        rule("parking|illegalpark", Type.PARKED);
        rule("unattended|abandoned|objectleft|leftobject|leftdetection", Type.OBJECT_LEFT);
        rule("objectremoved|removedobject|missingobject|takenaway|removedetection", Type.OBJECT_TAKEN);
        rule("regionentran|objectsentered|enterregion|regionenter", Type.REGION_ENTERED);
        rule("regionexit|objectsexited|exitregion|leaveregion", Type.REGION_LEFT);
        rule("line(detector|cross)|linecross|crossline|tripwire|fence", Type.LINE_CROSSED);
        rule("fielddetector|objectsinside|intrusion|crossregion", Type.REGION_OCCUPIED);
        rule("motion|vmd\\d?(/|$)|(?<!ex)pir", Type.MOTION);
        rule("audio|sound", Type.SOUND);
        rule("temperature|thermal|radiometry|fire(?!wall)", Type.TEMPERATURE);
        rule("digitalinput|alarmin|virtualinput|inputport|io/port|external", Type.INPUT);
        rule("relay|alarmout|virtualport|digitaloutput", Type.OUTPUT);
        rule("networkfailure|ipconflict|ethernetbroken|networklost|addressconflict", Type.NETWORK_FAULT);
        rule("loginfail|illegallogin|illaccess|unauthorizedaccess|loginattempt", Type.LOGIN_FAILURE);
        rule("clocksynchronization|timechange", Type.CLOCK_CHANGED);
    }

    /** What a rule of many (TP-Link's {@code TPSmartEvent}) saw stands in its data. */
    private static final Map<String, Type> BY_DATA = Map.of(
            "ispeople", Type.PERSON_SEEN,
            "ishuman", Type.PERSON_SEEN,
            "isvehicle", Type.VEHICLE_SEEN,
            "islinecross", Type.LINE_CROSSED,
            "isintrusion", Type.REGION_OCCUPIED,
            "istamper", Type.TAMPER,
            "ismotion", Type.MOTION,
            "issounddetected", Type.SOUND);

    private Topics() {}

    private static void rule(String topic, Type type) {
        RULES.put(Pattern.compile(topic), type);
    }

    private static boolean found(Pattern pattern, String name) {
        return pattern.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** @return whether what an item of this name holds tells who it was */
    static boolean isPersonal(String name) {
        return found(PLATE_ITEM, name) || found(FACE, name);
    }

    /**
     * @param topic as the device writes it
     * @param data names of its items, and of what stands within them
     */
    static Type type(String topic, Set<String> data) {
        var bare = topic.replaceAll("[A-Za-z0-9_.-]+:", "")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^/+", "");
        if (PLATE.matcher(bare).find() || data.stream().anyMatch(n -> found(PLATE_ITEM, n))) {
            return Type.PLATE_READ;
        }
        if (FACE.matcher(bare).find() || data.stream().anyMatch(n -> found(FACE, n))) {
            return Type.FACE_SEEN;
        }
        for (var name : data) {
            var told = BY_DATA.get(name.toLowerCase(Locale.ROOT));
            if (told != null && (bare.contains("smartevent") || bare.contains("ruledetector"))) {
                return told;
            }
        }
        for (var rule : RULES.entrySet()) {
            if (rule.getKey().matcher(bare).find()) {
                return rule.getValue();
            }
        }
        return Type.OTHER;
    }
}
