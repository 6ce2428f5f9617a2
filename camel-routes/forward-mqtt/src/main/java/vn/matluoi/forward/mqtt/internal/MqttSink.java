package vn.matluoi.forward.mqtt.internal;

import java.time.Duration;
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
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttBrokers;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;

/** Template {@code forward-mqtt}: events or changes as CloudEvents to an MQTT 5 broker. See {@link BrokerCarrier}. */
@Component(
        service = RoutesBuilder.class,
        property = {RouteCheck.TEMPLATE + "=" + MqttSink.NAME, SinkRoute.SINK + "=true"})
public final class MqttSink extends RouteBuilder {

    static final String NAME = "forward-mqtt";

    private final MqttBrokers brokers;
    private final Map<String, BrokerCarrier> carriers = new ConcurrentHashMap<>();

    private final RoutePolicy ends = new RoutePolicySupport() {
        @Override
        public void onStart(Route route) {
            Optional.ofNullable(carriers.get(route.getRouteId())).ifPresent(BrokerCarrier::begin);
        }

        @Override
        public void onStop(Route route) {
            Optional.ofNullable(carriers.get(route.getRouteId())).ifPresent(BrokerCarrier::end);
        }
    };

    @Activate
    public MqttSink(@Reference MqttBrokers brokers) {
        this.brokers = brokers;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler()); // who forwards tries again, and says so
        var template = routeTemplate(NAME)
                .description("Gửi bản tin đến một máy chủ MQTT 5 / Sends messages to an MQTT 5 broker")
                .templateParameter("routeName");
        for (var parameter : MqttBroker.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        for (var parameter : SinkRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "topic",
                        TopicPattern.USUAL,
                        "chủ đề: từ cố định và {area}, {key}, {type}, ví dụ su-kien/{area}/{type} / topic: constant words, and {area}, {key} (source or camera), {type}, for example su-kien/{area}/{type}")
                .templateParameter(
                        "plain",
                        "false",
                        "true nếu chấp nhận gửi không mã hóa qua mqtt; ví dụ false / true to send in the clear over mqtt; for example false")
                .configure(route -> {
                    String name = route.getProperty("routeName", String.class);
                    var carrier = new BrokerCarrier(
                            MqttBroker.of(key -> route.getProperty(key, String.class), KeyFile.folder(), Duration.ZERO),
                            new TopicPattern(AgencyRoute.text(key -> route.getProperty(key, String.class), "topic")
                                    .orElse(TopicPattern.USUAL)),
                            brokers);
                    Optional.ofNullable(carriers.put(name, carrier)).ifPresent(BrokerCarrier::end);
                    getContext().getRegistry().bind("mqtt-" + name, carrier);
                })
                .from("direct:{{routeName}}")
                .routeGroup("sink")
                .routeDescription("Gửi {{content}} đến máy chủ MQTT")
                .routePolicy(ends)
                .removeHeaders("*")
                .bean("mqtt-{{routeName}}", "send");
    }
}
