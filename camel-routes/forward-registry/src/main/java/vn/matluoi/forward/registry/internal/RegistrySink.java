package vn.matluoi.forward.registry.internal;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.forward.HttpReceiver;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;

/** Template {@code forward-registry}: the catalogue to another registry. See {@link Upper}. */
@Component(
        service = RoutesBuilder.class,
        property = {
            RouteCheck.TEMPLATE + "=" + RegistrySink.NAME,
            SinkRoute.SINK + "=true",
            SinkRoute.COMPARES + "=true"
        })
public final class RegistrySink extends RouteBuilder {

    static final String NAME = "forward-registry";

    /** Of the parameters of sinks, those that are not the same here: only the catalogue is told, and comparing needs every change. */
    private static final Set<String> OTHERWISE = Set.of("content", "types", "personal");

    private final DeviceHttp http;
    private final Cameras cameras;
    private final Checksums checksums;
    private final Changes changes;
    private final Areas areas;
    private final Links links;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    private final RoutePolicy ends = new RoutePolicySupport() {
        @Override
        public void onStart(Route route) {
            Optional.ofNullable(watches.get(route.getRouteId())).ifPresent(watch -> {
                links.put(route.getRouteId(), watch.upper().link());
                watch.begin();
            });
        }

        @Override
        public void onStop(Route route) {
            Optional.ofNullable(watches.get(route.getRouteId())).ifPresent(watch -> {
                links.remove(route.getRouteId(), watch.upper().link());
                watch.end();
            });
        }
    };

    @Activate
    public RegistrySink(
            @Reference DeviceHttp http,
            @Reference Cameras cameras,
            @Reference Checksums checksums,
            @Reference Changes changes,
            @Reference Areas areas,
            @Reference Links links) {
        this.http = http;
        this.cameras = cameras;
        this.checksums = checksums;
        this.changes = changes;
        this.areas = areas;
        this.links = links;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler()); // who forwards tries again, and says so
        var template = routeTemplate(NAME)
                .description(
                        "Gửi danh mục camera tới một sổ đăng ký khác, đối chiếu bằng checksum / Tells another registry of the catalogue's cameras, and compares by checksums")
                .templateParameter("routeName")
                .templateParameter(
                        "url",
                        null,
                        "địa chỉ trạm nhận: giao thức, máy, cổng, ví dụ https://trung-tam.example.vn:8443 / address of the receiving hub: scheme, host, port, for example https://trung-tam.example.vn:8443");
        template.templateParameter(
                "content",
                null,
                "luôn là changes: sổ đăng ký nhận danh mục, không nhận sự kiện; ví dụ changes / always changes: a registry takes the catalogue, not events; for example changes");
        for (var parameter : SinkRoute.PARAMETERS) {
            if (!OTHERWISE.contains(parameter.name())) {
                template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
            }
        }
        template.templateParameter(
                        "sender",
                        null,
                        "tên của trạm này ở nơi nhận; nguồn ở đó là upper-TÊN, ví dụ tay-ninh / what the receiver calls this hub; its source there is upper-NAME, for example tay-ninh")
                .templateParameter(
                        "secret.file",
                        null,
                        "tệp trong etc/keys chứa khóa API của nguồn đó, ví dụ trung-tam / file in etc/keys with the API key of that source, for example trung-tam");
        for (var parameter : HttpReceiver.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "reconcile.hours",
                        "24",
                        "đối chiếu checksum sau mỗi số giờ, 1 đến 720, ví dụ 12 / hours between two comparisons of checksums, 1 to 720, for example 12")
                .templateParameter(
                        "link.seconds",
                        "30",
                        "xem liên kết sau mỗi số giây, 1 đến 3600, ví dụ 60 / seconds between two looks at the link, 1 to 3600, for example 60")
                .templateParameter(
                        "withdraw.percent",
                        "20",
                        "một lần đối chiếu rút tối đa bao nhiêu phần trăm camera, 0 đến 100, ví dụ 10 / most cameras of a hundred that one comparison withdraws, 0 to 100, for example 10")
                .configure(route -> {
                    String name = route.getProperty("routeName", String.class);
                    var settings = RegistrySettings.of(key -> route.getProperty(key, String.class), KeyFile.folder());
                    var sink = SinkRoute.of(key -> route.getProperty(key, String.class));
                    var watch = new Watch(
                            urge -> new Upper(
                                    settings,
                                    new Shared(sink, cameras, checksums, areas),
                                    new Peer(settings, http),
                                    changes,
                                    new Link(InstantSource.system()),
                                    InstantSource.system(),
                                    urge),
                            settings.look());
                    Optional.ofNullable(watches.put(name, watch)).ifPresent(before -> {
                        links.remove(name, before.upper().link());
                        before.end();
                    });
                    getContext().getRegistry().bind("registry-" + name, watch.upper());
                })
                .from("direct:{{routeName}}")
                .routeGroup("sink")
                .routeDescription("Gửi danh mục đến sổ đăng ký {{routeName}}")
                .routePolicy(ends)
                .removeHeaders("*")
                .bean("registry-{{routeName}}", "send");
    }
}
