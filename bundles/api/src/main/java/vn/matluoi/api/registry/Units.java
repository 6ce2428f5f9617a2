package vn.matluoi.api.registry;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Scope;

/** The organisations of the province and the sectors they serve. */
@ProviderType
public interface Units {

    /** What the contact's fields begin with in the change feed; they stay within the hub. */
    String CONTACT = "contact";

    default Page<Unit> list(Scope scope, Optional<String> text, int limit, Optional<String> cursor) {
        return list(scope, text, Optional.empty(), limit, cursor);
    }

    /** @param area an area: only units of its subtree */
    Page<Unit> list(Scope scope, Optional<String> text, Optional<AreaCode> area, int limit, Optional<String> cursor);

    Optional<Unit> find(Scope scope, String code);

    /**
     * Adds a unit or changes it; the former wording stays in the change feed.
     *
     * @throws HubException {@code INVALID}, naming {@code area} if none in force has that code, or {@code parent} if there is
     *     no such unit or the unit would answer to itself
     */
    void put(Unit unit, String by);

    /**
     * The days a unit is to have when somebody writes it: without a first day one that is there keeps it, and a new one
     * begins today; if neither day is given, the last one stays as well.
     *
     * @param today the day it is in Việt Nam
     * @throws HubException {@code INVALID}, naming {@code to}, if it would end before it begins
     */
    default Validity validity(String code, Optional<LocalDate> from, Optional<LocalDate> to, LocalDate today) {
        var present = find(Scope.all(), code).map(Unit::validity);
        var first = from.or(() -> present.map(Validity::from)).orElse(today);
        var last = from.isPresent() ? to : to.or(() -> present.flatMap(Validity::to));
        if (last.isPresent() && last.get().isBefore(first)) {
            var text = new Text("Ngày cuối không được trước ngày đầu.", "The last day must not be before the first.");
            throw new HubException(
                    HubException.Reason.INVALID,
                    "unit.validity",
                    text,
                    List.of(new HubException.FieldError("to", "unit.validity", text)));
        }
        return new Validity(first, last);
    }

    /** Finds a unit by its name as people write it, without regard to case and accents. */
    Optional<Unit> named(String name);

    List<Sector> sectors();
}
