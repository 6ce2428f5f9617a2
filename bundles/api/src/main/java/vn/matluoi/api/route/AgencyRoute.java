package vn.matluoi.api.route;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;

/**
 * For whom a route that brings cameras in speaks, and how what it brings is read. Every template of such routes has these
 * parameters ({@link #PARAMETERS}), and its check judges them by {@link AgencyRouteCheck}.
 *
 * @param routeName name of the route, from {@code etc/vn.matluoi.route-NAME.cfg}
 * @param source the source it speaks for
 * @param name what people call that source
 * @param area where the source stands
 * @param profile name of the {@link vn.matluoi.api.intake.Profile} by which it is read
 * @param unit code of the unit that manages the cameras unless a row says otherwise
 * @param sector code of the sector they serve unless a row says otherwise
 * @param network channel that their pictures travel by unless a row says otherwise, {@code private} or {@code internet}; recorded
 *     with the source (R4.7)
 * @param complete whether each delivery names every camera of the source
 */
public record AgencyRoute(
        String routeName,
        SourceId source,
        String name,
        AreaCode area,
        String profile,
        Optional<String> unit,
        Optional<String> sector,
        Optional<String> network,
        boolean complete) {

    /** What a template calls its parameters, in the order in which people read them. */
    public static final List<Parameter> PARAMETERS = List.of(
            new Parameter(
                    "source",
                    null,
                    "mã nguồn mà dữ liệu thuộc về, ví dụ xa-tan-an / id of the source that speaks, for example xa-tan-an"),
            new Parameter(
                    "area",
                    null,
                    "mã xã, phường hoặc tỉnh của nguồn, ví dụ 27694 / code of the commune or province the source stands in, for example 27694"),
            new Parameter("profile", "commune", "mẫu bảng, ví dụ commune / how it is written, for example commune"),
            new Parameter(
                    "name",
                    "",
                    "tên gọi của nguồn; để trống thì là mã, ví dụ UBND xã Tân An / what people call the source; its id if empty, for example UBND xã Tân An"),
            new Parameter(
                    "unit",
                    "",
                    "mã đơn vị quản lý nếu dòng không ghi, ví dụ ubnd-xa-tan-an / code of the unit that manages the cameras unless a row says otherwise, for example ubnd-xa-tan-an"),
            new Parameter(
                    "sector",
                    "",
                    "mã lĩnh vực nếu dòng không ghi, ví dụ security / code of the sector the cameras serve unless a row says otherwise, for example security"),
            new Parameter(
                    SourceSettings.NETWORK,
                    "",
                    "kênh truyền hình ảnh nếu dòng không ghi: private là kênh riêng, internet là Internet; được ghi cùng nguồn, ví dụ private / channel the pictures travel by unless a row says otherwise, private or internet; recorded with the source, for example private"),
            new Parameter(
                    "complete",
                    "false",
                    "true nếu mỗi lần ghi đủ mọi camera của nguồn, ví dụ true / true if each delivery names every camera of the source, for example true"));

    /**
     * A parameter of a template.
     *
     * @param otherwise its value where none is given; null if one must be
     * @param description for people, {@code Việt / English}
     */
    public record Parameter(String name, String otherwise, String description) {

        public Parameter {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(description, "description");
        }
    }

    public AgencyRoute {
        Objects.requireNonNull(routeName, "routeName");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(sector, "sector");
        Objects.requireNonNull(network, "network");
    }

    /** @param parameters by key, {@code routeName} among them; blank or null where there is none. They have been checked */
    public static AgencyRoute of(UnaryOperator<String> parameters) {
        var source = text(parameters, "source").orElseThrow();
        return new AgencyRoute(
                text(parameters, "routeName").orElseThrow(),
                new SourceId(source),
                text(parameters, "name").orElse(source),
                new AreaCode(text(parameters, "area").orElseThrow()),
                text(parameters, "profile").orElse("commune"),
                text(parameters, "unit"),
                text(parameters, "sector"),
                text(parameters, SourceSettings.NETWORK),
                text(parameters, "complete").map(Boolean::parseBoolean).orElse(false));
    }

    /** @return the value of a parameter without blanks around it; empty if it has none */
    public static Optional<String> text(UnaryOperator<String> parameters, String key) {
        return Optional.ofNullable(parameters.apply(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** @param delivery see {@link vn.matluoi.api.intake.Statement#delivery()} */
    public Imports.Order order(String label, Optional<String> delivery) {
        return new Imports.Order(
                source,
                profile,
                label,
                Intake.Mode.COMMIT,
                "route:" + routeName,
                "route",
                delivery,
                complete,
                Optional.of(area),
                unit,
                sector);
    }

    /** @return the order to take a letter again: it speaks of the moment in which it was brought */
    public Imports.Order again(String label, DeadLetter letter) {
        return new Imports.Order(
                source,
                profile,
                label,
                Intake.Mode.COMMIT,
                "route:" + routeName,
                "route",
                Optional.of(letter.delivery()),
                complete,
                Optional.of(area),
                unit,
                sector,
                Optional.of(letter.lastAt()));
    }

    /**
     * Adds the source if it is not there; the first time a route runs, it is not. One that is there has the route's channel
     * recorded with it, if the route says one.
     *
     * @throws vn.matluoi.api.HubException {@code INVALID} if a device speaks as that source; {@code CONFLICT} if a file owns it
     *     that does not say the same channel; as {@link Sources#add} and {@link Sources#update}
     */
    public void register(Sources sources) {
        var known = sources.find(Scope.all(), source);
        known.flatMap(one -> one.settings().driver()).ifPresent(driver -> {
            var text = new Text(
                    "nguồn %s là một thiết bị (trình điều khiển %s); hãy đặt cho tuyến này một mã nguồn riêng"
                            .formatted(source, driver),
                    "source %s is a device (driver %s); give this route a source id of its own"
                            .formatted(source, driver));
            throw new HubException(
                    HubException.Reason.INVALID,
                    "source.of-a-device",
                    text,
                    List.of(new HubException.FieldError("source", "source.of-a-device", text)));
        });
        if (known.isPresent()) {
            recordNetwork(sources, known.get());
        } else {
            sources.add(
                    Caller.system(),
                    new SourceSettings(
                            source,
                            name,
                            Optional.empty(),
                            Optional.<URI>empty(),
                            Optional.empty(),
                            area,
                            unit,
                            sector,
                            network.map(channel -> Map.of(SourceSettings.NETWORK, channel))
                                    .orElse(Map.of()),
                            false),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    private void recordNetwork(Sources sources, Sources.Source known) {
        var settings = known.settings();
        if (network.isEmpty() || network.equals(settings.network())) {
            return;
        }
        known.file().ifPresent(file -> {
            var text = new Text(
                    "nguồn %s do tệp etc/%s quản lý, và tệp đó không ghi network = %s; hãy sửa tệp đó, hoặc bỏ network trong etc/vn.matluoi.route-%s.cfg"
                            .formatted(source, file, network.get(), routeName),
                    "source %s belongs to the file etc/%s, which does not say network = %s; change that file, or take network out of etc/vn.matluoi.route-%s.cfg"
                            .formatted(source, file, network.get(), routeName));
            throw new HubException(
                    HubException.Reason.CONFLICT,
                    "source.network",
                    text,
                    List.of(new HubException.FieldError(SourceSettings.NETWORK, "source.network", text)));
        });
        var options = new HashMap<>(settings.options());
        options.put(SourceSettings.NETWORK, network.get());
        sources.update(Caller.system(), settings.with(options), Optional.empty(), Optional.empty());
    }
}
