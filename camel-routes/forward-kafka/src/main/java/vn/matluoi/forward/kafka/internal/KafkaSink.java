package vn.matluoi.forward.kafka.internal;

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
import vn.matluoi.api.route.RouteCheck;

/** Template {@code forward-kafka}: events or changes as CloudEvents to a topic of Apache Kafka. See {@link Topic}. */
@Component(
        service = RoutesBuilder.class,
        property = {RouteCheck.TEMPLATE + "=" + KafkaSink.NAME, SinkRoute.SINK + "=true"})
public final class KafkaSink extends RouteBuilder {

    static final String NAME = "forward-kafka";

    private final DeviceNetworks networks;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();

    private final RoutePolicy ends = new RoutePolicySupport() {
        @Override
        public void onStart(Route route) {
            Optional.ofNullable(topics.get(route.getRouteId())).ifPresent(Topic::begin);
        }

        @Override
        public void onStop(Route route) {
            Optional.ofNullable(topics.get(route.getRouteId())).ifPresent(Topic::end);
        }
    };

    @Activate
    public KafkaSink(@Reference DeviceNetworks networks) {
        this.networks = networks;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler()); // who forwards tries again, and says so
        var template = routeTemplate(NAME)
                .description(
                        "Gửi bản tin vào một chủ đề Kafka, đúng thứ tự theo từng nguồn / Sends messages to a Kafka topic, in order for each source")
                .templateParameter("routeName")
                .templateParameter(
                        "brokers",
                        null,
                        "các máy chủ Kafka, cách nhau dấu phẩy, ví dụ kafka-1.example.vn:9093 / Kafka servers with commas between, for example kafka-1.example.vn:9093")
                .templateParameter(
                        "topic", null, "chủ đề nhận, ví dụ matluoi.su-kien / topic, for example matluoi.events");
        for (var parameter : SinkRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "username", "", "tài khoản SASL trên Kafka / SASL account, for example mat-luoi; none if empty")
                .templateParameter(
                        "secret.file",
                        "",
                        "tệp trong etc/keys chứa mật khẩu / file in etc/keys that holds its password, for example kafka.password")
                .templateParameter(
                        "mechanism",
                        "SCRAM-SHA-512",
                        "cách đăng nhập: SCRAM-SHA-512, SCRAM-SHA-256 hoặc PLAIN (chỉ qua TLS), ví dụ SCRAM-SHA-256 / how it logs in: SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN (over TLS only), for example SCRAM-SHA-256")
                .templateParameter(
                        "ca.file",
                        "",
                        "tệp PEM trong etc/keys: chứng thư gốc của máy chủ, bắt buộc với TLS / PEM file in etc/keys with the servers' root certificate, required with TLS, for example kafka-ca.pem")
                .templateParameter(
                        "plain",
                        "false",
                        "true nếu chấp nhận gửi không mã hóa; ví dụ false / true to send in the clear, over a line that is protected otherwise; for example false")
                .templateParameter("compression", "gzip", "gzip hoặc none, ví dụ none / gzip or none, for example none")
                .configure(route -> {
                    String name = route.getProperty("routeName", String.class);
                    var topic = new Topic(
                            TopicSettings.of(key -> route.getProperty(key, String.class), KeyFile.folder()), networks);
                    Optional.ofNullable(topics.put(name, topic)).ifPresent(Topic::end);
                    getContext().getRegistry().bind("kafka-" + name, topic);
                })
                .from("direct:{{routeName}}")
                .routeGroup("sink")
                .routeDescription("Gửi {{content}} vào Kafka {{topic}}")
                .routePolicy(ends)
                .removeHeaders("*")
                .bean("kafka-{{routeName}}", "send");
    }
}
