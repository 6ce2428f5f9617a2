package vn.matluoi.source.jdbc.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jdbc.DataSourceFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.route.AgencyPoll;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterReplay;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.KeptRecords;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Timing;
import vn.matluoi.api.source.Sources;

/** Template {@code source-jdbc}: an agency's database that is asked for its cameras by one query. See {@link AgencyPoll}. */
@Component(
        service = {RoutesBuilder.class, JdbcSource.class, DeadLetterReplay.class},
        property = RouteCheck.TEMPLATE + "=" + JdbcSource.NAME)
public final class JdbcSource extends RouteBuilder implements DeadLetterReplay {

    static final String NAME = "source-jdbc";

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Map.Entry<Map<String, Object>, DataSourceFactory>> drivers = List.of();

    private final DeviceNetworks networks;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final DeadLetters letters;
    private final Engines engines = new Engines(() -> drivers);
    private final Refusals refusals = new Refusals(System::nanoTime);
    private final Map<String, AgencyPoll> polls = new ConcurrentHashMap<>();

    @Activate
    public JdbcSource(
            @Reference DeviceNetworks networks,
            @Reference Imports imports,
            @Reference Intake intake,
            @Reference Sources sources,
            @Reference DeadLetters letters) {
        this.networks = networks;
        this.imports = imports;
        this.intake = intake;
        this.sources = sources;
        this.letters = letters;
    }

    @Override
    public void configure() {
        var template = routeTemplate(NAME)
                .description(
                        "Cơ sở dữ liệu của cơ quan được hỏi danh sách camera bằng một câu truy vấn chỉ đọc / An agency's database that is asked for its cameras by one read-only query")
                .templateParameter("routeName");
        for (var parameter : AgencyRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "driver",
                        "postgresql",
                        "loại cơ sở dữ liệu: postgresql, mariadb, mysql; sqlserver hoặc tên một trình điều khiển khác, sau khi cài gói của nó; ví dụ mariadb / kind of database: postgresql, mariadb, mysql; sqlserver or the name of another driver, once its bundle is installed; for example mariadb")
                .templateParameter(
                        "host",
                        null,
                        "tên hoặc địa chỉ máy chủ, ví dụ db.truong.vn / the server's name or address, for example db.truong.vn")
                .templateParameter(
                        "port",
                        "",
                        "cổng; để trống là cổng thường dùng, ví dụ 3306 / port; the usual one if empty, for example 3306")
                .templateParameter(
                        "database",
                        null,
                        "tên cơ sở dữ liệu, ví dụ truonghoc / the database's name, for example truonghoc")
                .templateParameter(
                        "query",
                        "",
                        "câu SELECT; mỗi cột một trường, ví dụ SELECT ten AS ten_camera FROM camera / SELECT statement, one column a field, for example SELECT ten AS ten_camera FROM camera")
                .templateParameter(
                        "query.file",
                        "",
                        "thay cho query: tên tệp .sql trong etc/queries, ví dụ truong / instead of query: name of the .sql file in etc/queries, for example truong")
                .templateParameter(
                        "query.seconds",
                        "60",
                        "máy chủ được trả lời trong bao lâu, 1 đến 540 giây, ví dụ 120 / how long the server may take to answer, 1 to 540 seconds, for example 120")
                .templateParameter(
                        "tls",
                        "full",
                        "full: chứng thư theo ca.file và đúng tên host; ca: chỉ theo ca.file, không với sqlserver; off: không mã hóa, và là cách duy nhất với trình điều khiển khác; ví dụ ca / full: certificate by ca.file and in the name host; ca: by ca.file alone, not with sqlserver; off: not encrypted, and the only way with another driver; for example ca")
                .templateParameter(
                        "ca.file",
                        "",
                        "tệp PEM trong etc/keys: chứng thư của CA hoặc của chính máy chủ, ví dụ truong-ca.pem / PEM file in etc/keys: certificate of the CA, or of the server itself, for example truong-ca.pem")
                .templateParameter(
                        "username",
                        null,
                        "tài khoản chỉ đọc trên máy chủ, ví dụ tram_tinh / read-only account on the server, for example tram_tinh")
                .templateParameter(
                        "secret.file",
                        null,
                        "tệp trong etc/keys chứa mật khẩu, quyền 0600, ví dụ truong-a / file in etc/keys that holds its password, mode 0600, for example truong-a")
                .templateParameter(
                        "every.seconds",
                        Long.toString(JdbcSettings.EVERY_SECONDS),
                        "khoảng nghỉ giữa hai lượt hỏi, 1 đến 604800 giây, ví dụ 900 / pause between two runs, 1 to 604800 seconds, for example 900")
                .templateParameter(Timing.AT.name(), Timing.AT.otherwise(), Timing.AT.description())
                .configure(route -> {
                    var settings = JdbcSettings.of(
                            key -> route.getProperty(key, String.class), KeyFile.folder(), Query.folder());
                    var poll = poll(settings);
                    refusals.made(settings);
                    polls.put(poll.routeName(), poll);
                    getContext().getRegistry().bind("poll-" + poll.routeName(), poll);
                })
                .from("poll:{{routeName}}")
                .routeDescription("Cơ sở dữ liệu → {{source}}")
                .routeGroup("agency")
                .removeHeaders("*")
                .setHeader("MatLuoiSource", constant("{{source}}"))
                .bean("poll-{{routeName}}", "run");
    }

    private AgencyPoll poll(JdbcSettings settings) {
        return new AgencyPoll(
                        settings.agency(),
                        settings.host(),
                        settings.timing(),
                        List.of(),
                        new Queried(settings, engines, networks, refusals),
                        imports,
                        intake,
                        sources)
                .keepingIn(letters);
    }

    @Override
    public Optional<Text> replay(String routeName, DeadLetter letter, byte[] raw) {
        return polls.get(routeName).replay(letter, KeptRecords.in(raw));
    }

    /** @return why the last run of that route brought nothing, if it did not */
    Optional<Text> problem(String routeName) {
        return Optional.ofNullable(polls.get(routeName)).flatMap(AgencyPoll::problem);
    }
}
