package vn.matluoi.source.soap.internal;

import java.nio.file.Path;
import java.time.InstantSource;
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
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Timing;
import vn.matluoi.api.source.Sources;

/**
 * Template {@code source-soap}: an agency's SOAP service that tells its cameras, page by page, when it is asked. See
 * {@link AgencyPoll}.
 */
@Component(
        service = {RoutesBuilder.class, SoapSource.class, DeadLetterReplay.class},
        property = RouteCheck.TEMPLATE + "=" + SoapSource.NAME)
public final class SoapSource extends RouteBuilder implements DeadLetterReplay {

    static final String NAME = "source-soap";

    private final DeviceHttp http;
    private final Imports imports;
    private final Intake intake;
    private final Sources sources;
    private final DeadLetters letters;
    private final Path etc;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    /** One route. */
    private record Asked(SoapSettings settings, AgencyPoll poll) {}

    @Activate
    public SoapSource(
            @Reference DeviceHttp http,
            @Reference Imports imports,
            @Reference Intake intake,
            @Reference Sources sources,
            @Reference DeadLetters letters) {
        this(http, imports, intake, sources, letters, etc());
    }

    SoapSource(DeviceHttp http, Imports imports, Intake intake, Sources sources, DeadLetters letters, Path etc) {
        this.http = http;
        this.imports = imports;
        this.intake = intake;
        this.sources = sources;
        this.letters = letters;
        this.etc = etc;
    }

    static Path etc() {
        return Path.of(System.getProperty("karaf.etc", "etc"));
    }

    @Override
    public void configure() {
        var template = routeTemplate(NAME)
                .description(
                        "Dịch vụ SOAP của cơ quan trả danh sách camera khi được hỏi / An agency's SOAP service that tells its cameras when it is asked")
                .templateParameter("routeName")
                .templateParameter(
                        "url",
                        null,
                        "địa chỉ dịch vụ SOAP, ví dụ https://his.example.vn/ws/cameras / address of the SOAP service, for example https://his.example.vn/ws/cameras");
        for (var parameter : AgencyRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "soap",
                        "1.1",
                        "phiên bản SOAP: 1.1 hoặc 1.2, ví dụ 1.2 / version of SOAP: 1.1 or 1.2, for example 1.2")
                .templateParameter(
                        "action",
                        "",
                        "SOAPAction của thao tác / action of the operation, for example urn:his:GetCameras")
                .templateParameter(
                        "body.file",
                        null,
                        "tệp trong etc/soap chứa phong bì gửi đi / file in etc/soap with the envelope that is sent, for example get-cameras.xml; {page} or {next} in it stands for the page")
                .templateParameter(
                        "items",
                        null,
                        "đường tới phần tử của mỗi camera / path to the element of each camera, without prefixes, for example Body/GetCamerasResponse/Camera")
                .templateParameter(
                        "next",
                        "",
                        "nơi câu trả lời ghi mã trang kế tiếp / path to what is put in {next} for the next page, for example Body/GetCamerasResponse/Next")
                .templateParameter(
                        "page.first",
                        "1",
                        "số của trang đầu, ví dụ 0 / number of the first page, 0 to 1000, for example 0")
                .templateParameter(
                        "columns",
                        "",
                        "cột = nơi giá trị nằm / heading = path within an element, with ; between, for example Vĩ độ = ViTri/Lat; Mã camera = @id");
        for (var parameter : AgencyServer.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "wsse",
                        "",
                        "text hoặc digest: username và mật khẩu đi trong thông điệp (WS-Security UsernameToken), ở chỗ {security} của body.file; text chỉ qua https; để trống là đăng nhập kiểu HTTP / text or digest: username and password go within the message (WS-Security UsernameToken), where body.file has {security}; text over https only; log-in by HTTP if empty, for example digest")
                .templateParameter(
                        "wsse.timestamp",
                        "none",
                        "với wsse: none không gửi dấu thời gian (wsu:Timestamp), sent gửi và không nhận câu trả lời có dấu đã cũ, required đòi mọi câu trả lời phải có dấu còn hạn, ví dụ sent / with wsse: none sends no wsu:Timestamp, sent sends one and takes no answer whose own is stale, required takes no answer without a good one, for example sent")
                .templateParameter(
                        "every.seconds",
                        Long.toString(SoapSettings.EVERY_SECONDS),
                        "khoảng nghỉ giữa hai lượt hỏi, ví dụ 900 / pause between two runs, 1 to 604800 seconds, for example 900")
                .templateParameter(Timing.AT.name(), Timing.AT.otherwise(), Timing.AT.description())
                .configure(route -> {
                    var settings = SoapSettings.of(key -> route.getProperty(key, String.class), etc);
                    var poll = poll(settings);
                    asked.put(poll.routeName(), new Asked(settings, poll));
                    getContext().getRegistry().bind("poll-" + poll.routeName(), poll);
                })
                .from("poll:{{routeName}}")
                .routeDescription("Danh sách SOAP → {{source}}") // not its address: a query may hold a key
                .routeGroup("agency")
                .removeHeaders("*")
                .setHeader("MatLuoiSource", constant("{{source}}"))
                .bean("poll-{{routeName}}", "run");
    }

    private AgencyPoll poll(SoapSettings settings) {
        return new AgencyPoll(
                        settings.agency(),
                        settings.server().address().getHost(),
                        settings.timing(),
                        List.copyOf(settings.columns().keySet()),
                        new Asking(settings, http, System::nanoTime, InstantSource.system()),
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
                                        "soap",
                                        PagedList.PAGES,
                                        http,
                                        letter,
                                        raw,
                                        (calls, into, wanted) -> new PagedList(
                                                        one.settings(),
                                                        calls,
                                                        body -> body,
                                                        answer -> {}, // it was good when it came
                                                        wanted,
                                                        System::nanoTime)
                                                .read(into)));
    }

    /** @return why the last run of that route brought nothing, if it did not */
    Optional<Text> problem(String routeName) {
        return Optional.ofNullable(asked.get(routeName)).map(Asked::poll).flatMap(AgencyPoll::problem);
    }
}
