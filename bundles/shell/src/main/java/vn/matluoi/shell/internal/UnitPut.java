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
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
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
        return details;
    }

    @Override
    void run(Caller caller) {
        var place = Names.area(area);
        access().require(caller, Action.SOURCE_CHANGE, place);
        var validity =
                there(units, "registry").validity(code, Optional.empty(), Optional.empty(), LocalDate.now(VIETNAM));
        units.put(unit(place, validity), caller.account());
        out().println("đã ghi đơn vị %s / unit %s is kept".formatted(code, code));
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
