package vn.matluoi.soap.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AskedReading;

/** {@code SubmitCameras}: what an agency says of its cameras, as named values. */
final class CameraMessages {

    static final int MOST = 5_000;

    private static final int LONGEST_WORD = 60;
    private static final int LONGEST_DELIVERY = 100;

    private final Entrance entrance;
    private final Imports imports;

    CameraMessages(Entrance entrance, Imports imports) {
        this.entrance = entrance;
        this.imports = imports;
    }

    XmlElement submit(Sender sender, Given given) {
        var report = taken(sender, given);
        var shown = sender.caller().source().isPresent() ? imports.forAgency(report) : report;
        return Made.of("SubmitCamerasResponse", Reports.of(shown));
    }

    IntakeReport taken(Sender sender, Given given) {
        var source = given.source("Source");
        return entrance.through(sender, Action.IMPORT_SUBMIT, source, route -> {
            var order = order(sender, source, given, route);
            var cameras = given.list("Camera", MOST).stream()
                    .map(CameraMessages::values)
                    .toList();
            var report = imports.take(order, new Imports.Records(List.of(), cameras));
            if (sender.again().isEmpty()) {
                route.ifPresent(by -> entrance.keep(sender, by, report));
            }
            return report;
        });
    }

    private static Imports.Order order(Sender sender, SourceId source, Given given, Optional<AgencyRoute> route) {
        given.knows("Source", "Profile", "Delivery", "Complete", "DryRun", "Area", "Unit", "Sector", "Camera");
        var delivery = given.need("Delivery", LONGEST_DELIVERY);
        var reading = reading(given, route);
        return new Imports.Order(
                source,
                reading.profile().orElseThrow(),
                "SOAP " + delivery,
                given.yes("DryRun") ? Intake.Mode.DRY_RUN : Intake.Mode.COMMIT,
                sender.caller().account(),
                SoapSurface.NAME,
                Optional.of(sender.again()
                        .map(again -> again.letter().delivery())
                        .orElse(SoapSurface.NAME + ":" + sender.caller().account() + ":" + delivery)),
                reading.complete().orElse(false),
                reading.area(),
                reading.unit(),
                reading.sector(),
                sender.again().map(again -> again.letter().lastAt()));
    }

    /** Who does not come in by a route has to name the profile. */
    private static AskedReading reading(Given given, Optional<AgencyRoute> route) {
        var asked = new AskedReading(
                route.isPresent()
                        ? given.text("Profile", LONGEST_WORD)
                        : Optional.of(given.need("Profile", LONGEST_WORD)),
                given.flag("Complete"),
                area(given),
                given.text("Unit", LONGEST_WORD),
                given.text("Sector", LONGEST_WORD));
        return route.map(one -> asked.within(one, name -> given.path() + "/" + element(name)))
                .orElse(asked);
    }

    private static String element(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static Optional<AreaCode> area(Given given) {
        return given.text("Area", LONGEST_WORD).map(code -> {
            try {
                return new AreaCode(code);
            } catch (IllegalArgumentException unreadable) {
                throw given.wrong(
                        "Area",
                        "area.code",
                        new Text("Mã gồm 2 hoặc 5 chữ số.", "A code of an area has 2 or 5 digits."));
            }
        });
    }

    /** A value that is left out is not spoken of; an empty one says that there is none. */
    private static Map<String, String> values(Given camera) {
        camera.knows("Value");
        var values = new LinkedHashMap<String, String>();
        for (var value : camera.list("Value", Imports.Records.MOST_HEADINGS)) {
            value.knowsText();
            var name = value.element().attributes().getOrDefault("name", "").strip();
            if (name.isEmpty() || name.length() > Imports.Records.LONGEST_HEADING) {
                throw value.wrong(
                        "@name",
                        "soap.name",
                        new Text(
                                "Thiếu tên của giá trị, hoặc tên quá dài.",
                                "The value has no name, or too long a one."));
            }
            if (values.putIfAbsent(name, value.element().text()) != null) {
                throw value.wrong(
                        "@name",
                        "soap.twice",
                        new Text(
                                "Camera này đã có một giá trị tên “" + name + "”.",
                                "This camera already has a value named “" + name + "”."));
            }
        }
        return values;
    }
}
