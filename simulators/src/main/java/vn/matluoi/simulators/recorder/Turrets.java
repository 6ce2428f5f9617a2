package vn.matluoi.simulators.recorder;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PTZ of a recorder's network cameras: every fourth of them turns, from the first on. A network recorder answers under
 * {@code PTZCtrl}, a hybrid one under {@code ContentMgmt/PTZCtrlProxy}.
 */
final class Turrets {

    private static final Pattern PATH = Pattern.compile(
            "(?i)/isapi/(ptzctrl|contentmgmt/ptzctrlproxy)/channels/(\\d{1,3})/([a-z]+)(?:/(\\d{1,3})(?:/(goto|start|stop))?)?");

    private final Supplier<Box> box;
    private final Clock clock;
    private final Map<Integer, Turret> turrets = new ConcurrentHashMap<>();

    Turrets(Supplier<Box> box, Clock clock) {
        this.box = box;
        this.clock = clock;
    }

    /** The camera behind a channel, if it turns. */
    Optional<Turret> turret(int channel) {
        boolean turns = channel >= 1
                && channel <= box.get().channels().size()
                && channel % 4 == 1
                && box.get().channels().get(channel - 1).kind == Channel.Kind.DIGITAL;
        return turns ? Optional.of(turrets.computeIfAbsent(channel, c -> new Turret(clock))) : Optional.empty();
    }

    Optional<HttpReply> answer(HttpRequest request, String url) {
        Matcher path = PATH.matcher(url);
        if (!path.matches()) {
            return Optional.empty();
        }
        boolean proxied = path.group(1).length() > 7;
        Optional<Turret> turret = turret(Integer.parseInt(path.group(2)));
        if (turret.isEmpty() || proxied != box.get().hybrid()) {
            return Optional.of(Refusal.notSupport(url));
        }
        if (!box.get().channels().get(Integer.parseInt(path.group(2)) - 1).online()) {
            return Optional.of(Refusal.deviceError(url));
        }
        int id = path.group(4) == null ? 0 : Integer.parseInt(path.group(4));
        String then = path.group(5) == null ? "" : path.group(5);
        String what = request.method()
                + ' '
                + path.group(3).toLowerCase(java.util.Locale.ROOT)
                + (id > 0 ? "/N" : "")
                + (then.isEmpty() ? "" : "/" + then.toLowerCase(java.util.Locale.ROOT));
        return Optional.of(answer(what, id, turret.get(), request, url));
    }

    private static HttpReply answer(String what, int id, Turret turret, HttpRequest request, String url) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        return switch (what) {
            case "GET capabilities" -> HttpReply.xml(200, "OK", capabilities());
            case "GET status" -> HttpReply.xml(200, "OK", status(turret));
            case "GET presets" -> HttpReply.xml(200, "OK", presets(turret));
            case "GET patrols" -> HttpReply.xml(200, "OK", patrols());
            case "PUT continuous" -> {
                turret.move(number(body, "pan", 100), number(body, "tilt", 100), number(body, "zoom", 100));
                yield Refusal.ok(url);
            }
            case "PUT absolute" -> {
                turret.go(new Turret.Place(
                        number(body, "azimuth", Turret.AZIMUTH),
                        number(body, "elevation", Turret.LOWEST),
                        Math.max(Turret.WIDE, number(body, "absoluteZoom", Turret.TELE))));
                yield Refusal.ok(url);
            }
            case "PUT presets/N/goto" -> {
                Turret.Preset preset = turret.presets().get(id);
                if (preset == null) {
                    yield Refusal.badParameters(url);
                }
                turret.go(preset.place());
                yield Refusal.ok(url);
            }
            case "PUT presets/N" -> {
                if (id > Turret.PRESETS) {
                    yield Refusal.badParameters(url);
                }
                turret.save(id, Xml.text(body, "presetName").orElse("Preset " + id));
                yield Refusal.ok(url);
            }
            case "DELETE presets/N" -> turret.remove(id) ? Refusal.ok(url) : Refusal.badParameters(url);
            case "PUT patrols/N/start", "PUT patrols/N/stop" -> {
                if (id != 1) {
                    yield Refusal.badParameters(url);
                }
                turret.patrol(what.endsWith("start") ? 1 : 0);
                yield Refusal.ok(url);
            }
            default -> Refusal.methodNotAllowed(url);
        };
    }

    private static int number(String body, String name, int most) {
        int value = Xml.text(body, name)
                .filter(n -> n.matches("-?\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(0);
        return Math.max(-most, Math.min(most, value));
    }

    private static String capabilities() {
        Xml xml = new Xml().open("PTZChanelCap", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"");
        range(xml.open("AbsolutePanTiltPositionSpace"), "XRange", 0, Turret.AZIMUTH);
        range(xml, "YRange", Turret.HIGHEST, Turret.LOWEST).close();
        range(xml.open("AbsoluteZoomPositionSpace"), "ZRange", Turret.WIDE, Turret.TELE)
                .close();
        range(xml.open("ContinuousPanTiltSpace"), "XRange", -100, 100);
        range(xml, "YRange", -100, 100).close();
        range(xml.open("ContinuousZoomSpace"), "ZRange", -100, 100).close();
        return xml.leaf("maxPresetNum", Turret.PRESETS).leaf("maxPatrolNum", 8).end();
    }

    private static Xml range(Xml xml, String axis, int from, int to) {
        return xml.open(axis).leaf("Min", from).leaf("Max", to).close();
    }

    private static String status(Turret turret) {
        Turret.Place place = turret.place();
        return new Xml()
                .open("PTZStatus", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"")
                .open("AbsoluteHigh")
                .leaf("elevation", place.elevation())
                .leaf("azimuth", place.azimuth())
                .leaf("absoluteZoom", place.zoom())
                .end();
    }

    /** The camera's own commands stand in the list like places: 94 restarts it. */
    private static String presets(Turret turret) {
        Xml xml = new Xml().open("PTZPresetList", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"");
        turret.presets().forEach((id, preset) -> preset(xml, id, preset.name()));
        return preset(xml, 94, "Remote reboot").end();
    }

    private static Xml preset(Xml xml, int id, String name) {
        return xml.open("PTZPreset")
                .leaf("enabled", true)
                .leaf("id", id)
                .leaf("presetName", name)
                .close();
    }

    private static String patrols() {
        Xml xml = new Xml().open("PTZPatrolList", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"");
        for (int id = 1; id <= 8; id++) {
            xml.open("PTZPatrol")
                    .leaf("enabled", true)
                    .leaf("id", id)
                    .leaf("patrolName", "Patrol " + id)
                    .open("PatrolSequenceList");
            for (int place = 1; place <= 2; place++) {
                xml.open("PatrolSequence")
                        .leaf("presetID", id == 1 ? place : 0)
                        .leaf("delay", 15)
                        .close();
            }
            xml.close().close();
        }
        return xml.end();
    }
}
