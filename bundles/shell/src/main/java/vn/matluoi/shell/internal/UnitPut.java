package vn.matluoi.shell.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Contact;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Units;

/** {@code hub:unit-put}: adds an organisation that manages cameras, or changes it. */
@Service
@Command(
        scope = "hub",
        name = "unit-put",
        description =
                "Thêm hoặc sửa đơn vị quản lý, sử dụng camera / Adds an organisation that manages or uses cameras, or changes it")
public final class UnitPut extends HubCommand {

    private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

    @Argument(name = "code", required = true, multiValued = true, description = "Mã đơn vị / The unit's short name")
    List<String> words;

    @Option(name = "--name", required = true, description = "Tên đầy đủ bằng tiếng Việt / Full name, in Vietnamese")
    String name;

    @Option(
            name = "--area",
            required = true,
            description = "Mã xã, phường hoặc tỉnh nơi đặt đơn vị / Code of the commune or province it stands in")
    String area;

    @Option(name = "--parent", description = "Mã đơn vị cấp trên / Code of the unit it answers to")
    String parent;

    @Option(
            name = "--contact",
            description =
                    "Họ tên người làm đầu mối; \"\" để bỏ / Name of the person whom others turn to; \"\" for nobody")
    String contact;

    @Option(name = "--duty", description = "Chức vụ của đầu mối / What the contact is")
    String duty;

    @Option(name = "--phone", description = "Số điện thoại của đầu mối / The contact's telephone number")
    String phone;

    @Option(name = "--email", description = "Thư điện tử của đầu mối / The contact's e-mail address")
    String email;

    @Reference(optional = true)
    Units units;

    private String code;

    @Override
    void words() {
        code = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(code);
    }

    @Override
    Map<String, String> details() {
        var details = new TreeMap<>(Map.of("name", name, "area", area));
        Names.given(parent).ifPresent(above -> details.put("parent", above));
        Names.given(contact).ifPresent(person -> details.put("contact", person));
        return details;
    }

    @Override
    void run(Caller caller) {
        var place = Names.area(area);
        access().require(caller, Action.SOURCE_CHANGE, place);
        var validity =
                there(units, "registry").validity(code, Optional.empty(), Optional.empty(), LocalDate.now(VIETNAM));
        if (contact == null && (duty != null || phone != null || email != null)) {
            throw invalid(
                    "contact",
                    "unit.contact",
                    "--duty, --phone và --email đi cùng --contact; --contact \"\" bỏ đầu mối",
                    "--duty, --phone and --email go with --contact; --contact \"\" takes the contact away");
        }
        var person = contact == null ? units.find(Scope.all(), code).flatMap(Unit::contact) : contact();
        units.put(unit(place, validity).with(person), caller.account());
        out().println("đã ghi đơn vị %s / unit %s is kept".formatted(code, code));
    }

    private Optional<Contact> contact() {
        if (contact.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Contact(contact, Names.given(duty), Names.given(phone), Names.given(email)));
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "contact",
                    "unit.contact",
                    "đầu mối cần họ tên (--contact) và số điện thoại (--phone) hoặc thư điện tử (--email) đúng dạng",
                    e.getMessage());
        }
    }

    private Unit unit(AreaCode place, Validity validity) {
        try {
            return new Unit(code, name, place, Names.given(parent), validity);
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "code",
                    "unit.code",
                    "mã đơn vị gồm 1 đến 60 chữ thường không dấu, chữ số và gạch nối, không phải: " + code,
                    e.getMessage());
        }
    }
}
