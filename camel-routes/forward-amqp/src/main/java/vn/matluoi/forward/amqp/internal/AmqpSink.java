package vn.matluoi.forward.amqp.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.PinnedCertificate;
import vn.matluoi.api.route.RouteCheck;

/** Template {@code forward-amqp}: events or changes as CloudEvents to a broker by AMQP 1.0. See {@link Node}. */
@Component(
        service = RoutesBuilder.class,
        property = {RouteCheck.TEMPLATE + "=" + AmqpSink.NAME, SinkRoute.SINK + "=true"})
public final class AmqpSink extends RouteBuilder {

    static final String NAME = "forward-amqp";

    private final DeviceNetworks networks;
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();

    private final RoutePolicy ends = new RoutePolicySupport() {
        @Override
        public void onStart(Route route) {
            Optional.ofNullable(nodes.get(route.getRouteId())).ifPresent(Node::begin);
        }

        @Override
        public void onStop(Route route) {
            Optional.ofNullable(nodes.get(route.getRouteId())).ifPresent(Node::end);
        }
    };

    @Activate
    public AmqpSink(@Reference DeviceNetworks networks) {
        this.networks = networks;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler()); // who forwards tries again, and says so
        var template = routeTemplate(NAME)
                .description(
                        "Gửi bản tin tới một máy chủ AMQP 1.0 (Artemis, RabbitMQ 4, Qpid) / Sends messages to an AMQP 1.0 broker (Artemis, RabbitMQ 4, Qpid)")
                .templateParameter("routeName")
                .templateParameter(
                        "url",
                        null,
                        "máy chủ AMQP 1.0, ví dụ amqps://artemis.example.vn:5671 / AMQP 1.0 broker, for example amqps://artemis.example.vn:5671")
                .templateParameter(
                        "address",
                        null,
                        "hàng đợi hoặc chủ đề nhận, ví dụ matluoi.su-kien / queue or topic, for example matluoi.events");
        for (var parameter : SinkRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "username",
                        "",
                        "tài khoản trên máy chủ đó / account on that broker, for example mat-luoi; none if empty")
                .templateParameter(
                        "secret.file",
                        "",
                        "tệp trong etc/keys chứa mật khẩu / file in etc/keys that holds its password, for example artemis.password")
                .templateParameter(
                        "certificate",
                        "",
                        "dấu vân tay SHA-256 của chứng thư máy chủ, bắt buộc với amqps, ví dụ "
                                + PinnedCertificate.EXAMPLE
                                + " / SHA-256 fingerprint of the broker's certificate, required with amqps, for example "
                                + PinnedCertificate.EXAMPLE)
                .templateParameter(
                        "plain",
                        "false",
                        "true nếu chấp nhận gửi không mã hóa qua amqp; ví dụ false / true to send in the clear over amqp; for example false")
                .configure(route -> {
                    String name = route.getProperty("routeName", String.class);
                    var node = new Node(
                            NodeSettings.of(key -> route.getProperty(key, String.class), KeyFile.folder()), networks);
                    Optional.ofNullable(nodes.put(name, node)).ifPresent(Node::end);
                    getContext().getRegistry().bind("amqp-" + name, node);
                })
                .from("direct:{{routeName}}")
                .routeGroup("sink")
                .routeDescription("Gửi {{content}} vào AMQP {{address}}")
                .routePolicy(ends)
                .removeHeaders("*")
                .bean("amqp-{{routeName}}", "send");
    }
}
