package vn.matluoi.driver.onvif.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.http.XmlElement;

/**
 * The ranges of a camera's absolute positions: {@code GetConfigurationOptions}, the generic space where it has it, else the first.
 * Source: ONVIF PTZ service specification 5.8.1.
 *
 * @param pan left and right end
 * @param tilt lower and upper end
 * @param zoom wide and tele end; empty if it has no absolute zoom
 * @param panTiltSpace its name
 * @param zoomSpace its name; empty if there is none
 */
record PtzRanges(Range pan, Range tilt, Optional<Range> zoom, String panTiltSpace, String zoomSpace) {

    private static final String GENERIC = "PositionGenericSpace";

    /** One axis. */
    record Range(double min, double max) {

        /** @param share 0 (the lower end) to 1 */
        double at(double share) {
            return min + share * (max - min);
        }

        /** @return 0 (the lower end) to 1 */
        double share(double value) {
            return max == min ? 0 : Math.max(0, Math.min(1, (value - min) / (max - min)));
        }

        static Optional<Range> read(XmlElement space, String name) {
            var min = decimal(space.text(name, "Min"));
            var max = decimal(space.text(name, "Max"));
            return min.isPresent() && max.isPresent() && min.get() < max.get()
                    ? Optional.of(new Range(min.get(), max.get()))
                    : Optional.empty();
        }
    }

    /** @return false only if its configuration names its default spaces, and no absolute one */
    static boolean mayBeAbsolute(Profile profile) {
        var names = profile.ptz().map(XmlElement::children).orElse(List.of()).stream()
                .map(XmlElement::name)
                .filter(n -> n.startsWith("Default") && n.endsWith("Space"))
                .toList();
        return names.isEmpty() || names.stream().anyMatch(n -> n.startsWith("DefaultAbsolutePan"));
    }

    /** @return empty if it cannot go to a position */
    static Optional<PtzRanges> read(XmlElement options) {
        var moves = best(options.all("AbsolutePanTiltPositionSpace"));
        var zooms = best(options.all("AbsoluteZoomPositionSpace"));
        var pan = moves.flatMap(m -> Range.read(m, "XRange"));
        var tilt = moves.flatMap(m -> Range.read(m, "YRange"));
        if (pan.isEmpty() || tilt.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PtzRanges(
                pan.get(),
                tilt.get(),
                zooms.flatMap(z -> Range.read(z, "XRange")),
                moves.flatMap(m -> m.text("URI")).orElse(""),
                zooms.flatMap(z -> z.text("URI")).orElse("")));
    }

    private static Optional<XmlElement> best(List<XmlElement> spaces) {
        return spaces.stream()
                .filter(s -> s.text("URI").orElse("").endsWith(GENERIC))
                .findFirst()
                .or(() -> spaces.stream().findFirst());
    }

    /** @return the {@code Position} to send */
    String position(Position to) {
        var move = "<tt:PanTilt x=\"%s\" y=\"%s\"%s/>"
                .formatted(
                        number(pan.at((to.pan() + 1) / 2)), number(tilt.at((to.tilt() + 1) / 2)), space(panTiltSpace));
        var zoomed = zoom.map(z -> "<tt:Zoom x=\"%s\"%s/>".formatted(number(z.at(to.zoom())), space(zoomSpace)));
        return "<tptz:Position>" + move + zoomed.orElse("") + "</tptz:Position>";
    }

    private static String space(String uri) {
        return uri.isEmpty() ? "" : " space=\"" + Soap.escape(uri) + "\"";
    }

    /** @param status answer to {@code GetStatus}; a position in another space is none */
    Optional<Position> position(XmlElement status) {
        var told = status.at("PTZStatus", "Position");
        var move = told.flatMap(p -> p.child("PanTilt")).filter(m -> isIn(m, panTiltSpace));
        var x = decimal(move.map(m -> m.attributes().get("x")));
        var y = decimal(move.map(m -> m.attributes().get("y")));
        if (x.isEmpty() || y.isEmpty()) {
            return Optional.empty();
        }
        var zoomed = decimal(told.flatMap(p -> p.child("Zoom"))
                .filter(z -> isIn(z, zoomSpace))
                .map(z -> z.attributes().get("x")));
        return Optional.of(new Position(
                pan.share(x.get()) * 2 - 1,
                tilt.share(y.get()) * 2 - 1,
                zoom.flatMap(z -> zoomed.map(z::share)).orElse(0.0)));
    }

    private static boolean isIn(XmlElement vector, String space) {
        var said = vector.attributes().getOrDefault("space", "");
        return said.isBlank() || space.isEmpty() || said.strip().equals(space);
    }

    static Optional<Double> decimal(Optional<String> text) {
        return text.map(String::strip)
                .filter(t -> t.matches("[+-]?(\\d{1,9}(\\.\\d{0,18})?|\\.\\d{1,18})([eE][+-]?\\d{1,2})?"))
                .map(Double::parseDouble);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
