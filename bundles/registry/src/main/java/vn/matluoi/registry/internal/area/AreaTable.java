package vn.matluoi.registry.internal.area;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Collator;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Rows;

/** Every administrative unit of every period, read once from the database and then kept. Any thread. */
@Component(service = Areas.class)
public final class AreaTable implements Areas {

    private final Map<String, List<AreaEntry>> byCode;
    private final List<AreaEntry> inOrder;
    private final Today today;

    @Activate
    public AreaTable(@Reference Database database, @Reference AreasLoaded loaded) {
        this(database, InstantSource.system());
    }

    private AreaTable(Database database, InstantSource clock) {
        this.today = new Today(clock);
        this.byCode = database.read(AreaTable::read);
        var collator = Collator.getInstance(new Locale("vi", "VN"));
        this.inOrder = byCode.values().stream()
                .flatMap(List::stream)
                .map(entry -> Map.entry(collator.getCollationKey(entry.name()), entry))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Loads the reference files first if they are not there. */
    public static AreaTable loaded(Database database) {
        return loaded(database, InstantSource.system());
    }

    static AreaTable loaded(Database database, InstantSource clock) {
        AreaSeed.load(database);
        return new AreaTable(database, clock);
    }

    @Override
    public Optional<Area> find(AreaCode code, LocalDate day) {
        return entry(code.value(), day).map(AreaEntry::area);
    }

    @Override
    public Optional<Area> find(AreaCode code) {
        return find(code, today());
    }

    @Override
    public List<Area> history(AreaCode code) {
        return byCode.getOrDefault(code.value(), List.of()).stream()
                .map(AreaEntry::area)
                .toList();
    }

    @Override
    public List<Area> children(Optional<AreaCode> parent) {
        var today = today();
        var above = parent.map(AreaCode::value).orElse("");
        return inOrder.stream()
                .filter(entry -> entry.parent().equals(above) && entry.covers(today))
                .map(AreaEntry::area)
                .toList();
    }

    @Override
    public List<Area> search(String name, Optional<AreaCode> within, boolean former) {
        var wanted = AreaName.of(name);
        var today = today();
        return inOrder.stream()
                .filter(entry -> former || entry.covers(today))
                .filter(wanted::matches)
                .filter(entry ->
                        within.isEmpty() || standsIn(entry, within.get().value()))
                .sorted(Comparator.comparingInt(wanted::distance))
                .map(AreaEntry::area)
                .toList();
    }

    @Override
    public boolean within(AreaCode area, AreaCode ancestor) {
        var today = today();
        var at = entry(area.value(), today);
        while (at.isPresent()) {
            if (at.get().code().equals(ancestor.value())) {
                return true;
            }
            at = entry(at.get().parent(), today);
        }
        return false;
    }

    /** Also true of a former unit where it, or one above it, went over into the unit asked for. */
    private boolean standsIn(AreaEntry entry, String wanted) {
        var at = Optional.of(entry);
        while (at.isPresent()) {
            if (at.get().code().equals(wanted) || at.get().successors().contains(wanted)) {
                return true;
            }
            at = entry(at.get().parent(), entry.validity().from());
        }
        return false;
    }

    private Optional<AreaEntry> entry(String code, LocalDate day) {
        return byCode.getOrDefault(code, List.of()).stream()
                .filter(entry -> entry.covers(day))
                .findFirst();
    }

    private LocalDate today() {
        return today.get();
    }

    private static Map<String, List<AreaEntry>> read(Connection connection) throws SQLException {
        var successors = new HashMap<String, List<String>>();
        Rows.list(
                connection,
                "select code, valid_from, successor from area_successors order by code, valid_from, successor",
                List.of(),
                row -> successors
                        .computeIfAbsent(key(row), any -> new ArrayList<>(2))
                        .add(row.getString("successor").intern()));
        var map = new HashMap<String, List<AreaEntry>>();
        var shared = new AreaEntry.Shared();
        Rows.list(
                connection,
                "select code, valid_from, valid_to, area_level, kind, name, full_name_en, parent, search_key from areas"
                        + " order by code, valid_from",
                List.of(),
                row -> map.computeIfAbsent(row.getString("code").intern(), any -> new ArrayList<>(2))
                        .add(shared.entry(row, successors.getOrDefault(key(row), List.of()))));
        map.replaceAll((code, entries) -> List.copyOf(entries));
        return map;
    }

    private static String key(ResultSet row) throws SQLException {
        return row.getString("code") + "@" + row.getDate("valid_from");
    }
}
