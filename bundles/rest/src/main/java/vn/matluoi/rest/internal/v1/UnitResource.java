package vn.matluoi.rest.internal.v1;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.ws.rs.Consumes;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.Contact;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.registry.Units;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The organisations of the province. */
@Path("/units")
@Produces(MediaType.APPLICATION_JSON)
public final class UnitResource {

    private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

    private final Services services;
    private final Clock clock;

    public UnitResource(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    @GET
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.LIST)
    @Doc("Lists units within the caller's scope.")
    public ListJson<UnitJson> listUnits(
            @Context Asking asking,
            @QueryParam("q") @Limit String q,
            @QueryParam("area") @Limit(max = 5, about = "area code: its whole subtree") String area,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        return ListJson.of(
                services.need(Units.class)
                        .list(
                                asking.scope(),
                                Values.text(q),
                                Values.knownArea(services, "area", area),
                                limit,
                                Values.text(cursor)),
                UnitJson::of);
    }

    @GET
    @Path("/{code}")
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.AREA)
    @Doc("A unit.")
    public UnitJson getUnit(@Context Asking asking, @PathParam("code") @Limit(max = 60) String code) {
        return UnitJson.of(Values.inPath(services.need(Units.class).find(asking.scope(), code)));
    }

    @PUT
    @Path("/{code}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Adds a unit or changes it.")
    public UnitJson putUnit(
            @Context Asking asking,
            @PathParam("code") @Limit(max = 60, pattern = Unit.CODE) String code,
            UnitBody body) {
        var area = Values.area("area", body.area()).orElseThrow();
        var units = services.need(Units.class);
        var today = LocalDate.ofInstant(clock.instant(), VIETNAM);
        var validity = units.validity(code, day("from", body.from()), day("to", body.to()), today);
        var present = units.find(asking.scope(), code).flatMap(Unit::contact);
        var unit = new Unit(code, body.name(), area, Values.text(body.parent()), validity)
                .with(body.contact() == null ? present : body.contact().read());
        var details = new TreeMap<String, String>(Map.of("name", unit.name(), "area", area.value()));
        unit.parent().ifPresent(parent -> details.put("parent", parent));
        unit.contact().ifPresent(contact -> details.put("contact", contact.name()));
        services.need(AuditLog.class)
                .recorded(
                        AuditRecord.of(
                                asking.caller().account(), "rest", "unit.put", code, AuditRecord.Outcome.DONE, details),
                        () -> {
                            units.put(unit, asking.caller().account());
                            return unit;
                        });
        return UnitJson.of(unit);
    }

    private static Optional<LocalDate> day(String field, String text) {
        try {
            return Values.text(text).map(LocalDate::parse);
        } catch (DateTimeException unreadable) {
            throw Values.invalid(
                    field, "field.date", new Text("Ngày viết dạng 2026-11-22.", "A day is written as 2026-11-22."));
        }
    }

    /**
     * A unit as a caller writes it.
     *
     * @param parent code of the unit it answers to
     * @param from first day, as {@code 2026-11-22}; if left out, a unit that is there keeps it and a new one begins today
     * @param to last day; if both are left out, a unit that is there keeps it
     * @param contact whom others turn to; if left out, a unit that is there keeps it; without any field, it has none
     */
    public record UnitBody(
            @Limit(max = 300, required = true) String name,
            @Limit(max = 5, required = true) String area,
            @Limit(max = 60, pattern = Unit.CODE) String parent,
            @Limit(max = 10) String from,
            @Limit(max = 10) String to,
            ContactBody contact) {}

    /** An organisation that manages or uses cameras. */
    public record UnitJson(
            @Limit(max = 60, required = true) String code,
            @Limit(max = 300, required = true) String name,
            @Limit(max = 5, required = true) String area,
            @Limit(max = 60) String parent,
            @Limit(max = 10, required = true) String from,
            @Limit(max = 10) String to,
            ContactBody contact) {

        static UnitJson of(Unit unit) {
            return new UnitJson(
                    unit.code(),
                    unit.name(),
                    unit.area().value(),
                    unit.parent().orElse(null),
                    unit.validity().from().toString(),
                    unit.validity().to().map(Object::toString).orElse(null),
                    unit.contact().map(ContactBody::of).orElse(null));
        }
    }

    /**
     * The person a unit names for others to turn to.
     *
     * @param duty what the person is in the unit
     * @param phone this or {@code email}
     */
    public record ContactBody(
            @Limit(max = 200) String name,
            @Limit(max = 200) String duty,
            @Limit(max = 30, pattern = Contact.PHONE) String phone,
            @Limit(max = 200, pattern = Contact.EMAIL) String email) {

        static ContactBody of(Contact contact) {
            return new ContactBody(
                    contact.name(),
                    contact.duty().orElse(null),
                    contact.phone().orElse(null),
                    contact.email().orElse(null));
        }

        Optional<Contact> read() {
            if (Stream.of(name, duty, phone, email)
                    .allMatch(each -> Values.text(each).isEmpty())) {
                return Optional.empty();
            }
            if (Values.text(name).isEmpty()) {
                throw Values.invalid(
                        "contact.name",
                        "unit.contact-name",
                        new Text("Đầu mối cần có họ tên.", "A contact needs a name."));
            }
            if (Values.text(phone).isEmpty() && Values.text(email).isEmpty()) {
                throw Values.invalid(
                        "contact.phone",
                        "unit.contact-reach",
                        new Text(
                                "Đầu mối cần có số điện thoại hoặc địa chỉ thư điện tử.",
                                "A contact needs a telephone number or an e-mail address."));
            }
            return Optional.of(new Contact(name, Values.text(duty), Values.text(phone), Values.text(email)));
        }
    }
}
