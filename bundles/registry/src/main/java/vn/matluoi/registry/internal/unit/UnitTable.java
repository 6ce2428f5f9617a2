package vn.matluoi.registry.internal.unit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Contact;
import vn.matluoi.api.Page;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.db.Cursor;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** Organisations and sectors, in the tables {@code units} and {@code sectors}. */
@Component(service = Units.class)
public final class UnitTable implements Units {

    private static final String SELECT = "select code, name, search_key, area, parent, valid_from, valid_to,"
            + " contact_name, contact_duty, contact_phone, contact_email from units";
    private static final String LIST = "units";
    private static final int KEY_LENGTH = 300;

    private final Database database;
    private final Areas areas;
    private final Clock clock;

    @Activate
    public UnitTable(@Reference Database database, @Reference Areas areas) {
        this(database, areas, Clock.systemUTC());
    }

    public UnitTable(Database database, Areas areas, Clock clock) {
        this.database = database;
        this.areas = areas;
        this.clock = clock;
    }

    @Override
    public Page<Unit> list(
            Scope scope, Optional<String> text, Optional<AreaCode> area, int limit, Optional<String> cursor) {
        Limits.check("limit", limit, 200);
        var where = new Where().scope(scope, "area");
        area.ifPresent(root -> where.under(List.of(root), "area"));
        text.filter(words -> !words.isBlank()).ifPresent(words -> where.words(SearchKey.of(words), "search_key"));
        return database.read(connection -> {
            var total = Rows.number(connection, "select count(*) from units" + where.sql(), where.values());
            cursor.map(at -> Cursor.keys(LIST, 2, at))
                    .ifPresent(keys -> where.and(
                            "(search_key > ? or (search_key = ? and code > ?))",
                            keys.get(0),
                            keys.get(0),
                            keys.get(1)));
            var found = Rows.list(
                    connection,
                    SELECT + where.sql() + " order by search_key, code fetch first " + (limit + 1) + " rows only",
                    where.values(),
                    row -> Map.entry(row.getString("search_key"), unit(row)));
            var page = found.subList(0, Math.min(limit, found.size()));
            var next = found.size() <= limit
                    ? Optional.<String>empty()
                    : Optional.of(page.get(limit - 1))
                            .map(last -> Cursor.of(
                                    LIST, last.getKey(), last.getValue().code()));
            return new Page<>(page.stream().map(Map.Entry::getValue).toList(), next, total);
        });
    }

    @Override
    public Optional<Unit> find(Scope scope, String code) {
        var where = new Where().scope(scope, "area").and("code = ?", code);
        return database.read(
                connection -> Rows.first(connection, SELECT + where.sql(), where.values(), UnitTable::unit));
    }

    @Override
    public void put(Unit unit, String by) {
        Limits.length("name", unit.name(), KEY_LENGTH);
        var now = clock.instant();
        database.change((connection, journal) -> {
            var before = Rows.first(connection, SELECT + " where code = ?", List.of(unit.code()), UnitTable::unit);
            if (before.equals(Optional.of(unit))) {
                return before;
            }
            UnitRules.check(connection, areas, unit);
            Rows.update(connection, "delete from units where code = ?", unit.code());
            Rows.update(
                    connection,
                    "insert into units (code, name, search_key, area, parent, valid_from, valid_to,"
                            + " contact_name, contact_duty, contact_phone, contact_email)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    unit.code(),
                    unit.name(),
                    SearchKey.of(unit.name(), KEY_LENGTH),
                    unit.area().value(),
                    unit.parent().orElse(null),
                    unit.validity().from(),
                    unit.validity().to().map(Object.class::cast).orElse(Rows.Nothing.DAY),
                    unit.contact().map(Contact::name).orElse(null),
                    unit.contact().flatMap(Contact::duty).orElse(null),
                    unit.contact().flatMap(Contact::phone).orElse(null),
                    unit.contact().flatMap(Contact::email).orElse(null));
            var fields = words(unit);
            before.ifPresent(former -> words(former).forEach((key, value) -> fields.put("former." + key, value)));
            journal.note(now, "unit.put", unit.code(), unit.area().value(), fields, by, 0);
            return before;
        });
    }

    @Override
    public Optional<Unit> named(String name) {
        return database.read(connection -> byName(connection, name));
    }

    /** @return every unit, read within the caller's transaction */
    static List<Unit> all(Connection connection) throws SQLException {
        return Rows.list(connection, SELECT, List.of(), UnitTable::unit);
    }

    private static Optional<Unit> byName(Connection connection, String name) throws SQLException {
        var key = SearchKey.of(name, KEY_LENGTH);
        var found = Rows.list(connection, SELECT + " where search_key = ?", List.of(key), UnitTable::unit);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    @Override
    public List<Sector> sectors() {
        return database.read(UnitTable::sectors);
    }

    /** @return the sectors in their order, read within the caller's transaction */
    public static List<Sector> sectors(Connection connection) throws SQLException {
        return Rows.list(
                connection,
                "select code, name_vi, name_en from sectors order by place",
                List.of(),
                row -> new Sector(row.getString("code"), new Text(row.getString("name_vi"), row.getString("name_en"))));
    }

    private static Map<String, String> words(Unit unit) {
        var words = new TreeMap<String, String>();
        words.put("name", unit.name());
        words.put("area", unit.area().value());
        words.put("parent", unit.parent().orElse(""));
        words.put("validFrom", unit.validity().from().toString());
        words.put("validTo", unit.validity().to().map(Object::toString).orElse(""));
        unit.contact().ifPresent(contact -> {
            words.put(CONTACT + "Name", contact.name());
            contact.duty().ifPresent(duty -> words.put(CONTACT + "Duty", duty));
            contact.phone().ifPresent(phone -> words.put(CONTACT + "Phone", phone));
            contact.email().ifPresent(email -> words.put(CONTACT + "Email", email));
        });
        return words;
    }

    private static Unit unit(ResultSet row) throws SQLException {
        var to = row.getDate("valid_to");
        return new Unit(
                row.getString("code"),
                row.getString("name"),
                new AreaCode(row.getString("area")),
                Rows.text(row, "parent"),
                new Validity(
                        row.getDate("valid_from").toLocalDate(),
                        Optional.ofNullable(to).map(java.sql.Date::toLocalDate)),
                contact(row));
    }

    private static Optional<Contact> contact(ResultSet row) throws SQLException {
        var name = Rows.text(row, "contact_name");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Contact(
                        name.get(),
                        Rows.text(row, "contact_duty"),
                        Rows.text(row, "contact_phone"),
                        Rows.text(row, "contact_email")));
    }
}
