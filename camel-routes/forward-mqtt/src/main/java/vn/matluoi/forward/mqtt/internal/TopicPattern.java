package vn.matluoi.forward.mqtt.internal;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.forward.Delivery;

/**
 * To which topic a delivery goes: constant words, and levels that say what it is. What stands in a level is an id of the hub's, and of it
 * only what has no meaning in MQTT.
 *
 * @param text {@code matluoi/{area}/{key}/{type}}
 */
record TopicPattern(String text) {

    static final String USUAL = "matluoi/{area}/{key}/{type}";

    private static final Pattern LEVEL = Pattern.compile("\\{(area|key|type)}");
    private static final Pattern WRITTEN = Pattern.compile(
            "(?:[A-Za-z0-9_.-]{1,60}|\\{(?:area|key|type)})(?:/(?:[A-Za-z0-9_.-]{1,60}|\\{(?:area|key|type)})){0,9}");
    private static final String NONE = "none";
    private static final int LONGEST = 60;

    static boolean isOne(String text) {
        return WRITTEN.matcher(text).matches();
    }

    String of(Delivery delivery) {
        var values = Map.of(
                "area", delivery.area().map(AreaCode::value).orElse(NONE),
                "key", delivery.key(),
                "type", delivery.type().replaceFirst("^vn\\.matluoi\\.", ""));
        return LEVEL.matcher(text).replaceAll(found -> Matcher.quoteReplacement(level(values.get(found.group(1)))));
    }

    private static String level(String value) {
        var clean = value.replaceAll("[^A-Za-z0-9_.-]", "-");
        return clean.isEmpty() ? NONE : clean.substring(0, Math.min(LONGEST, clean.length()));
    }
}
