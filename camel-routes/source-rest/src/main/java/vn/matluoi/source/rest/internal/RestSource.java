package vn.matluoi.source.rest.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.route.AgencyPoll;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencyServer;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterReplay;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.KeptList;
import vn.matluoi.api.route.KeptRecords;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Timing;
import vn.matluoi.api.source.Sources;

/**
 * Template {@code source-rest}: an agency's system that tells its cameras as JSON, page by page, when it is asked. See
 * {@link AgencyPoll}.
 */
@Component(
        service = {RoutesBuilder.class, RestSource.class, DeadLetterReplay.class},
        property = RouteCheck.TEMPLATE + "=" + RestSource.NAME)
public final class RestSource extends RouteBuilder implements DeadLetterReplay {

    static final String NAME = "source-rest";

    private final DeviceHttp http;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final DeadLetters letters;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    /** One route. */
    private record Asked(RestSettings settings, AgencyPoll poll) {}

    @Activate
    public RestSource(
            @Reference DeviceHttp http,
            @Reference Imports imports,
            @Reference Intake intake,
            @Reference Sources sources,
            @Reference DeadLetters letters) {
        this.http = http;
        this.imports = imports;
        this.intake = intake;
        this.sources = sources;
        this.letters = letters;
    }

    @Override
    public void configure() {
        var template = routeTemplate(NAME)
                .description(
                        "Hệ thống của cơ quan trả danh sách camera dạng JSON, từng trang, khi được hỏi / An agency's system that tells its cameras as JSON, page by page, when it is asked")
                .templateParameter("routeName")
                .templateParameter(
                        "url",
                        null,
                        "địa chỉ danh sách camera, ví dụ https://vms.example.vn/api/cameras / address of the list of cameras, for example https://vms.example.vn/api/cameras");
        for (var parameter : AgencyRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "items",
                        "",
                        "nơi danh sách nằm trong câu trả lời; để trống nếu là cả câu trả lời, ví dụ /data/items / JSON pointer to the list in an answer; the answer itself if empty, for example /data/items")
                .templateParameter(
                        "next",
                        "",
                        "nơi câu trả lời ghi địa chỉ trang kế tiếp, ví dụ /links/next / JSON pointer to the address of the next page, for example /links/next")
                .templateParameter(
                        "page",
                        "",
                        "tham số đánh số trang; hỏi đến khi một trang rỗng, ví dụ page / query parameter that numbers pages; they are asked for until one is empty, for example page")
                .templateParameter(
                        "page.first",
                        "1",
                        "số của trang đầu, 0 đến 1000, ví dụ 0 / number of the first page, 0 to 1000, for example 0")
                .templateParameter(
                        "columns",
                        "",
                        "cột = nơi giá trị nằm, cách nhau bằng dấu chấm phẩy, ví dụ Vĩ độ = /geo/lat; Kinh độ = /geo/lng / heading = JSON pointer, with ; between, for example Vĩ độ = /geo/lat; Kinh độ = /geo/lng");
        for (var parameter : AgencyServer.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "every.seconds",
                        Long.toString(RestSettings.EVERY_SECONDS),
                        "khoảng nghỉ giữa hai lượt hỏi, 1 đến 604800 giây, ví dụ 900 / pause between two runs, 1 to 604800 seconds, for example 900")
                .templateParameter(Timing.AT.name(), Timing.AT.otherwise(), Timing.AT.description())
                .configure(route -> {
                    var settings = RestSettings.of(key -> route.getProperty(key, String.class), KeyFile.folder());
                    var poll = poll(settings);
                    asked.put(poll.routeName(), new Asked(settings, poll));
                    getContext().getRegistry().bind("poll-" + poll.routeName(), poll);
                })
                .from("poll:{{routeName}}")
                .routeDescription("Danh sách REST → {{source}}") // not its address: a query may hold a key
                .routeGroup("agency")
                .removeHeaders("*")
                .setHeader("MatLuoiSource", constant("{{source}}"))
                .bean("poll-{{routeName}}", "run");
    }

    private AgencyPoll poll(RestSettings settings) {
        return new AgencyPoll(
                        settings.agency(),
                        settings.address().getHost(),
                        settings.timing(),
                        List.copyOf(settings.columns().keySet()),
                        new Listed(settings, http, System::nanoTime),
                        imports,
                        intake,
                        sources)
                .keepingIn(letters);
    }

    @Override
    public Optional<Text> replay(String routeName, DeadLetter letter, byte[] raw) {
        var one = asked.get(routeName);
        return one.poll()
                .replay(
                        letter,
                        KeptRecords.isIn(letter)
                                ? KeptRecords.in(raw)
                                : new KeptList(
                                        "rest",
                                        PagedList.PAGES,
                                        http,
                                        letter,
                                        raw,
                                        (calls, into, wanted) -> new PagedList(
                                                        one.settings(), calls, wanted, System::nanoTime)
                                                .read(into)));
    }

    /** @return why the last run of that route brought nothing, if it did not */
    Optional<Text> problem(String routeName) {
        return Optional.ofNullable(asked.get(routeName)).map(Asked::poll).flatMap(AgencyPoll::problem);
    }
}
