package vn.matluoi.forward.webhook.internal;

import java.time.InstantSource;
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
import vn.matluoi.api.forward.HttpReceiver;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;

/** Template {@code forward-webhook}: events or changes as signed CloudEvents to a receiver over HTTP. See {@link Webhook}. */
@Component(
        service = RoutesBuilder.class,
        property = {RouteCheck.TEMPLATE + "=" + WebhookSink.NAME, SinkRoute.SINK + "=true"})
public final class WebhookSink extends RouteBuilder {

    static final String NAME = "forward-webhook";

    private final DeviceHttp http;
    private final Map<String, Webhook> webhooks = new ConcurrentHashMap<>();

    private final RoutePolicy ends = new RoutePolicySupport() {
        @Override
        public void onStart(Route route) {
            Optional.ofNullable(webhooks.get(route.getRouteId())).ifPresent(Webhook::begin);
        }

        @Override
        public void onStop(Route route) {
            Optional.ofNullable(webhooks.get(route.getRouteId())).ifPresent(webhook -> webhook.end(true));
        }
    };

    @Activate
    public WebhookSink(@Reference DeviceHttp http) {
        this.http = http;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler()); // who forwards tries again, and says so
        var template = routeTemplate(NAME)
                .description(
                        "Gửi bản tin có chữ ký tới một địa chỉ HTTP của nơi nhận / Sends signed messages to an HTTP address of the receiver")
                .templateParameter("routeName")
                .templateParameter(
                        "url",
                        null,
                        "địa chỉ nơi nhận, ví dụ https://so-khcn.example.vn/webhook / address of the receiver, for example https://so-khcn.example.vn/webhook");
        for (var parameter : SinkRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                "secret.file",
                null,
                "tệp trong etc/keys chứa khóa ký, ví dụ webhook-so-khcn / file in etc/keys with the key that messages are signed with, for example webhook-so-khcn");
        for (var parameter : HttpReceiver.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "mode",
                        "batched",
                        "batched (nhiều bản tin một lần) hoặc structured (từng bản tin), ví dụ structured / batched (several at once) or structured (one by one), for example structured")
                .configure(route -> {
                    String name = route.getProperty("routeName", String.class);
                    var webhook = new Webhook(
                            WebhookSettings.of(key -> route.getProperty(key, String.class), KeyFile.folder()),
                            http,
                            InstantSource.system());
                    Optional.ofNullable(webhooks.put(name, webhook)).ifPresent(before -> before.end(true));
                    getContext().getRegistry().bind("webhook-" + name, webhook);
                })
                .from("direct:{{routeName}}")
                .routeGroup("sink")
                .routeDescription(
                        "Gửi {{content}} đến webhook {{routeName}}") // not its address: a query may hold a key
                .routePolicy(ends)
                .removeHeaders("*")
                .bean("webhook-{{routeName}}", "send");
    }
}
