package vn.matluoi.rest.internal.v1;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.source.PtzOrder;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.json.LimitCheck;

/**
 * An order to a camera, as a caller writes it.
 *
 * @param pan for {@code move} the speed, -1 (left) to 1 (right), 0 if left out; for {@code go} the place, -1 to 1
 * @param tilt the same, -1 is down
 * @param zoom for {@code move} the speed, -1 (wide) to 1 (tele); for {@code go} 0 (wide) to 1 (tele)
 * @param seconds for {@code move}: after how many the hub stops it, unless it is moved on; 2 if left out
 * @param preset token of a preset, for {@code recall} and {@code remove}; for {@code save} the one to overwrite, left out for a new one
 * @param name for {@code save}
 * @param tour token of a tour, for {@code tour-start} and {@code tour-stop}
 */
public record PtzBody(
        @Limit(max = 10, required = true, pattern = PtzBody.ACTIONS) String action,
        @Limit(least = -1, most = 1, about = "move: speed, -1 left to 1 right; go: place") Double pan,
        @Limit(least = -1, most = 1, about = "move: speed, -1 down to 1 up; go: place") Double tilt,
        @Limit(least = -1, most = 1, about = "move: speed, -1 wide to 1 tele; go: 0 wide to 1 tele") Double zoom,
        @Limit(least = 1, most = 10, about = "move: after how many the hub stops it; 2 if left out") Integer seconds,
        @Limit(
                        max = 64,
                        pattern = PtzBody.PLAIN,
                        about = "recall, remove, save: token of a preset; a new one if save leaves it out")
                String preset,
        @Limit(max = 64, pattern = PtzBody.PLAIN, about = "save: what to call it") String name,
        @Limit(max = 64, pattern = PtzBody.PLAIN, about = "tour-start, tour-stop: token of a tour") String tour) {

    /** Without control characters: it goes to a device. */
    static final String PLAIN = "[^\\x00-\\x1f\\x7f]*";

    private static final int LONGEST_NAME = 64;

    static final String ACTIONS = "move|stop|go|recall|save|remove|tour-start|tour-stop";

    /** @throws vn.matluoi.api.HubException {@code INVALID} with every field that is missing or does not fit the action */
    PtzOrder order() {
        return switch (action) {
            case "stop" -> new PtzOrder.Stop();
            case "go" -> go();
            case "recall" -> new PtzOrder.Recall(needed("preset", preset));
            case "save" -> new PtzOrder.Save(Values.text(preset), name == null ? "" : nfc(name));
            case "remove" -> new PtzOrder.Remove(needed("preset", preset));
            case "tour-start" -> new PtzOrder.StartTour(needed("tour", tour));
            case "tour-stop" -> new PtzOrder.StopTour(needed("tour", tour));
            default -> new PtzOrder.Move(or0(pan), or0(tilt), or0(zoom), time());
        };
    }

    /** @return the preset or tour it is about, for the audit log; empty if it is about none */
    Map<String, String> place() {
        var place = new HashMap<String, String>();
        Values.text(preset).ifPresent(token -> place.put("preset", token));
        Values.text(tour).ifPresent(token -> place.put("tour", token));
        return place;
    }

    private PtzOrder go() {
        var errors = new ArrayList<FieldError>();
        missing("pan", pan, errors);
        missing("tilt", tilt, errors);
        missing("zoom", zoom, errors);
        if (zoom != null && zoom < 0) {
            errors.add(new FieldError(
                    "zoom",
                    "field.range",
                    new Text(
                            "Với “go”, trường “zoom” phải từ 0 đến 1.",
                            "For \"go\" the field \"zoom\" must be 0 to 1.")));
        }
        LimitCheck.refuse(errors);
        return new PtzOrder.Go(new Position(pan, tilt, zoom));
    }

    private Duration time() {
        return seconds == null ? PtzOrder.Move.USUAL : Duration.ofSeconds(seconds);
    }

    private static double or0(Double speed) {
        return Objects.requireNonNullElse(speed, 0.0);
    }

    private static String nfc(String name) {
        var composed = Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
        if (composed.length() > LONGEST_NAME) { // a few characters become longer
            throw Values.invalid(
                    "name", "field.too-long", new Text("Tên vị trí quá dài.", "The name of the preset is too long."));
        }
        return composed;
    }

    private static String needed(String field, String text) {
        var errors = new ArrayList<FieldError>();
        missing(field, Values.text(text).orElse(null), errors);
        LimitCheck.refuse(errors);
        return text;
    }

    private static void missing(String field, Object value, Collection<FieldError> errors) {
        if (value == null) {
            errors.add(new FieldError(
                    field,
                    "field.required",
                    new Text("Thiếu trường “" + field + "”.", "The field \"" + field + "\" is missing.")));
        }
    }
}
