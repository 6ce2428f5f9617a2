package vn.matluoi.api.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;

/**
 * How who delivers a list of cameras wants it read. With the key of a source that is not the sender's to choose: the route of the
 * source says it, so that no profile's rules are passed by with another profile.
 *
 * @param profile name of the {@link vn.matluoi.api.intake.Profile}
 * @param complete whether the list names every camera of the source
 * @param area where cameras stand unless a row says otherwise
 * @param unit code of the unit that manages them unless a row says otherwise
 * @param sector code of the sector they serve unless a row says otherwise
 */
public record AskedReading(
        Optional<String> profile,
        Optional<Boolean> complete,
        Optional<AreaCode> area,
        Optional<String> unit,
        Optional<String> sector) {

    /** The rule that a value is refused by. */
    public static final String RULE = "route.says-otherwise";

    public AskedReading {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(complete, "complete");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(sector, "sector");
    }

    /**
     * What was left out is as the route says. A list may be said not to be complete where the route says that all are: then no camera
     * is missed for it.
     *
     * @param field what the sender calls {@code profile}, {@code complete}, {@code area}, {@code unit} and {@code sector}
     * @throws HubException {@code INVALID} if something was asked for that the route does not say; each field is named
     */
    public AskedReading within(AgencyRoute route, UnaryOperator<String> field) {
        var errors = new ArrayList<FieldError>();
        same("profile", profile, Optional.of(route.profile()), route, field, errors);
        if (complete.orElse(false) && !route.complete()) {
            errors.add(refused("complete", Optional.of("false"), route, field));
        }
        same("area", area, Optional.of(route.area()), route, field, errors);
        same("unit", unit, route.unit(), route, field, errors);
        same("sector", sector, route.sector(), route, field, errors);
        if (!errors.isEmpty()) {
            var first = errors.get(0);
            var text = new Text(
                    first.field() + ": " + first.message().vi(),
                    first.field() + ": " + first.message().en());
            throw new HubException(HubException.Reason.INVALID, RULE, text, List.copyOf(errors));
        }
        return new AskedReading(
                Optional.of(route.profile()),
                Optional.of(complete.orElse(route.complete())),
                Optional.of(route.area()),
                route.unit(),
                route.sector());
    }

    private static <T> void same(
            String name,
            Optional<T> asked,
            Optional<T> said,
            AgencyRoute route,
            UnaryOperator<String> field,
            List<FieldError> errors) {
        if (asked.isPresent() && !asked.equals(said)) {
            errors.add(refused(name, said.map(Object::toString), route, field));
        }
    }

    private static FieldError refused(
            String name, Optional<String> said, AgencyRoute route, UnaryOperator<String> field) {
        var vi = said.map(value -> "ghi “" + value + "”").orElse("không ghi giá trị này");
        var en = said.map(value -> "says \"" + value + "\"").orElse("does not say any");
        return new FieldError(
                field.apply(name),
                RULE,
                new Text(
                        "Với khóa của nguồn, giá trị này theo tuyến của nguồn, và tuyến %s. Hãy bỏ trống; quản trị viên đổi bằng %s trong etc/vn.matluoi.route-%s.cfg."
                                .formatted(vi, name, route.routeName()),
                        "With a key of a source this is as the source's route says, and the route %s. Leave it out; an administrator changes it by %s in etc/vn.matluoi.route-%s.cfg."
                                .formatted(en, name, route.routeName())));
    }
}
