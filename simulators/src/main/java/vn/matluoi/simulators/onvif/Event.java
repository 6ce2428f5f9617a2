package vn.matluoi.simulators.onvif;

import static vn.matluoi.simulators.onvif.Call.escape;

import java.time.Instant;

/**
 * Something that happened at the device, as a notification message (ONVIF Core §9.4).
 *
 * @param topic in the concrete dialect, for example {@code tns1:VideoSource/MotionAlarm}
 * @param sourceName name of the item that says where; empty for the device itself
 * @param source token of the source
 * @param dataName name of the item that says what
 * @param data its value
 * @param operation {@code Initialized}, {@code Changed}, {@code Deleted}, or empty for what is no property
 */
public record Event(
        String topic, String sourceName, String source, String dataName, String data, String operation, Instant at) {

    /** @throws IllegalArgumentException naming what cannot be sent */
    public Event {
        if (!topic.matches("[A-Za-z0-9_.-]+:[A-Za-z0-9_./:-]+")) {
            throw new IllegalArgumentException("topic is a name with a prefix, as tns1:VideoSource/MotionAlarm");
        }
        if (!operation.matches("|Initialized|Changed|Deleted")) {
            throw new IllegalArgumentException(
                    "operation is Initialized, Changed, Deleted or empty, not: " + operation);
        }
    }

    /** The same thing as state that was so before the subscription. */
    Event initial() {
        return new Event(topic, sourceName, source, dataName, data, "Initialized", at);
    }

    /** What a property is known by. */
    String property() {
        return topic + ' ' + source;
    }

    String xml() {
        // a vendor's own prefix is declared where it is used
        String vendor = topic.startsWith("tns1:") ? "" : prefixDeclaration(topic);
        for (String step : topic.split("/")) {
            if (step.contains(":") && !step.startsWith("tns1:") && vendor.isEmpty()) {
                vendor = prefixDeclaration(step);
            }
        }
        return "<wsnt:NotificationMessage><wsnt:Topic" + vendor
                + " Dialect=\"http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet\">" + topic
                + "</wsnt:Topic><wsnt:Message><tt:Message UtcTime=\"" + Call.utc(at) + '"'
                + (operation.isEmpty() ? "" : " PropertyOperation=\"" + operation + '"') + "><tt:Source>"
                + item(sourceName, source) + "</tt:Source><tt:Data>" + item(dataName, data)
                + "</tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>";
    }

    private static String prefixDeclaration(String step) {
        String prefix = step.substring(0, step.indexOf(':'));
        return " xmlns:" + prefix + "=\"http://vendor.example/topics/" + prefix + '"';
    }

    private static String item(String name, String value) {
        return name.isEmpty() ? "" : "<tt:SimpleItem Name=\"" + escape(name) + "\" Value=\"" + escape(value) + "\"/>";
    }
}
