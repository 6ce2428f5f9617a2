package vn.matluoi.simulators.recorder;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a recorder does and tells beside its plain documents: alarms, PTZ, recordings, time and account. Asked before the
 * documents are.
 */
final class Deeds {

    private static final int SHORTEST_PASSWORD = 8;

    private final Supplier<Box> box;
    private final Alarms alarms;
    private final Turrets turrets;
    private final Tape tape;
    private final String user;
    private final Set<Integer> unwired;
    private final Changes changes;

    /** What can be changed from outside. */
    interface Changes {

        /** @param local as it stands in {@code localTime} */
        void time(String local, boolean byServer);

        void password(String password);
    }

    Deeds(
            Supplier<Box> box,
            Alarms alarms,
            Turrets turrets,
            Tape tape,
            String user,
            Set<Integer> unwired,
            Changes changes) {
        this.box = box;
        this.alarms = alarms;
        this.turrets = turrets;
        this.tape = tape;
        this.user = user;
        this.unwired = unwired;
        this.changes = changes;
    }

    Optional<HttpReply> answer(HttpRequest request, String url) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        String path = url.toLowerCase(Locale.ROOT);
        HttpReply reply =
                switch (request.method() + ' ' + path) {
                    case "GET /isapi/event/notification/alertstream" ->
                        HttpReply.fed("multipart/mixed; boundary=boundary", -1, alarms::write);
                    case "GET /isapi/event/triggers" -> HttpReply.xml(200, "OK", triggers());
                    case "GET /isapi/contentmgmt/record/tracks" -> HttpReply.xml(200, "OK", tape.tracks());
                    case "POST /isapi/contentmgmt/search" -> tape.search(body, url);
                    case "POST /isapi/contentmgmt/download" -> tape.download(body, url);
                    case "PUT /isapi/system/time" -> time(body, url);
                    case "GET /isapi/security/users" -> HttpReply.xml(200, "OK", users());
                    case "GET /isapi/security/users/1" ->
                        HttpReply.xml(200, "OK", user(new Xml()).end());
                    case "PUT /isapi/security/users/1" -> password(body, url);
                    default -> null;
                };
        if (reply == null && path.startsWith("/isapi/event/triggers/")) {
            return Optional.of(Refusal.deviceBusy(url)); // the family's way to say that there is none
        }
        return Optional.ofNullable(reply).or(() -> turrets.answer(request, url));
    }

    private HttpReply time(String body, String url) {
        Optional<String> local = Xml.text(body, "localTime");
        Optional<String> mode = Xml.text(body, "timeMode");
        boolean readable = mode.isPresent()
                && Xml.text(body, "timeZone").isPresent()
                && local.filter(t -> t.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*"))
                        .isPresent();
        if (!readable) {
            return Refusal.badXmlContent(url);
        }
        changes.time(local.get(), mode.get().equals("NTP"));
        return Refusal.ok(url);
    }

    private String users() {
        return user(new Xml().open("UserList", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\""))
                .end();
    }

    private Xml user(Xml xml) {
        return xml.open("User", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"")
                .leaf("id", 1)
                .leaf("userName", user)
                .leaf("userLevel", "Administrator");
    }

    private HttpReply password(String body, String url) {
        Optional<String> password = Xml.text(body, "password");
        if (password.isEmpty()
                || Xml.text(body, "userName").filter(user::equals).isEmpty()) {
            return Refusal.badXmlContent(url);
        }
        if (password.get().length() < SHORTEST_PASSWORD) {
            return Refusal.badParameters(url);
        }
        changes.password(password.get());
        return Refusal.ok(url);
    }

    /** Motion and loss of each channel, and what concerns the recorder itself, without a channel. */
    private String triggers() {
        Xml xml = new Xml().open("EventTriggerList", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"");
        for (Channel channel : box.get().channels()) {
            if (channel.kind != Channel.Kind.EMPTY) {
                for (String type : new String[] {"VMD", "videoloss"}) {
                    trigger(xml, type, channel.number, !unwired.contains(channel.number));
                }
            }
        }
        for (String type : new String[] {"diskfull", "diskerror", "nicbroken", "ipconflict", "illaccess"}) {
            trigger(xml, type, 0, true);
        }
        return xml.end();
    }

    private static void trigger(Xml xml, String type, int channel, boolean center) {
        xml.open("EventTrigger")
                .leaf("id", channel == 0 ? type : type + "-" + channel)
                .leaf("eventType", type);
        if (channel > 0) {
            xml.leaf("dynVideoInputChannelID", channel);
        }
        xml.open("EventTriggerNotificationList");
        notification(xml, "record");
        if (center) {
            notification(xml, "center");
        }
        xml.close().close();
    }

    private static void notification(Xml xml, String method) {
        xml.open("EventTriggerNotification")
                .leaf("id", method)
                .leaf("notificationMethod", method)
                .leaf("notificationRecurrence", "beginning")
                .close();
    }
}
