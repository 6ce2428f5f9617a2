package vn.matluoi.source.webhook.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterReplay;
import vn.matluoi.api.route.DeliveryReplay;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.source.Sources;

/**
 * Template {@code source-webhook}: an agency's program delivers by itself. It speaks to the REST surface; what that takes in passes the
 * agency's route, which an administrator sees, stops and starts. No route listens to the network.
 */
@Component(
        service = {RoutesBuilder.class, AgencyDoor.class, DeadLetterReplay.class},
        property = RouteCheck.TEMPLATE + "=" + WebhookSource.NAME)
public final class WebhookSource extends RouteBuilder implements AgencyDoor, DeadLetterReplay {

    static final String NAME = "source-webhook";

    /** The parameter that says whether what is not signed is let in. */
    static final String SIGNATURE = "signature";

    static final String REQUIRED = "required";
    static final String OPTIONAL = "optional";

    private final Sources sources;
    private final Map<String, Made> routes = new ConcurrentHashMap<>(); // by name; those that are gone too
    private ProducerTemplate hand; // guarded by this

    private record Made(AgencyRoute agency, boolean demandsSignature) {

        /** One that demands signatures first: beside it no other lets in what is not signed. */
        static final Comparator<Made> ORDER =
                Comparator.comparing(Made::demandsSignature).reversed().thenComparing(Made::name);

        String name() {
            return agency.routeName();
        }
    }

    /** The surfaces by which letters came in. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<DeliveryReplay> surfaces = List.of();

    @Activate
    public WebhookSource(@Reference Sources sources) {
        this.sources = sources;
    }

    @Deactivate
    synchronized void stop() {
        if (hand != null) {
            hand.stop();
            hand = null;
        }
    }

    @Override
    public void configure() {
        var template = routeTemplate(NAME)
                .description(
                        "Hệ thống của cơ quan tự gửi sự kiện và danh sách camera bằng khóa của nguồn (POST /api/v1/events, /api/v1/imports) / An agency's program that hands in events and lists of cameras itself, with a key of its source (POST /api/v1/events, /api/v1/imports)")
                .templateParameter("routeName");
        for (var parameter : AgencyRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        SIGNATURE,
                        OPTIONAL,
                        "required nếu chỉ nhận nội dung có chữ ký (webhook-signature), optional nếu nhận cả nội dung không ký, ví dụ required / required to take only what is signed (webhook-signature), optional to take what is not, too, for example required")
                .configure(route -> {
                    var agency = AgencyRoute.of(key -> route.getProperty(key, String.class));
                    var demands =
                            REQUIRED.equals(AgencyRoute.text(key -> route.getProperty(key, String.class), SIGNATURE)
                                    .orElse(OPTIONAL));
                    routes.put(agency.routeName(), new Made(agency, demands));
                    getContext().getRegistry().bind("door-" + agency.routeName(), new Door(agency, demands, sources));
                })
                .from("direct:{{routeName}}?block=false&failIfNoConsumers=true")
                .routeDescription("Cơ quan tự gửi tới (webhook) → {{source}}")
                .routeGroup("agency")
                .errorHandler(noErrorHandler()) // who delivered is told, and the log is not his to fill
                .removeHeaders("*")
                .setHeader("MatLuoiSource", constant("{{source}}"))
                .bean("door-{{routeName}}", "take");
    }

    @Override
    public <T> T through(SourceId source, boolean signed, Function<AgencyRoute, T> work) {
        return through(started(source), new Delivery<>(signed, work));
    }

    private <T> T through(String routeName, Delivery<T> delivery) {
        var done = hand().send(
                        "direct:" + routeName, exchange -> exchange.getMessage().setBody(delivery));
        var failure = done.getException();
        if (failure instanceof RuntimeException known) {
            throw known;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return delivery.result();
    }

    @Override
    public Optional<Text> replay(String routeName, DeadLetter letter, byte[] raw) {
        var surface = surfaces.stream()
                .filter(each -> each.reads(letter))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        Reason.UNAVAILABLE,
                        "hub.starting",
                        new Text(
                                "Phần đọc bản tin này chưa sẵn sàng. Hãy thử lại sau.",
                                "The part that reads this letter is not ready. Try again later.")));
        // it passed the route when it came, and a person hands it in now
        return through(routeName, new Delivery<>(true, route -> surface.replay(route, letter, raw)));
    }

    /** @return the name of the route that lets that source in */
    private String started(SourceId source) {
        var there = routes.values().stream()
                .filter(route -> route.agency.source().equals(source))
                .sorted(Made.ORDER)
                .map(Made::name)
                .filter(name -> getContext() != null && getContext().getRoute(name) != null)
                .toList();
        return there.stream()
                .filter(name ->
                        getContext().getRouteController().getRouteStatus(name).isStarted())
                .findFirst()
                .orElseThrow(() -> closed(source));
    }

    private static HubException closed(SourceId source) {
        return new HubException(
                Reason.UNAVAILABLE,
                "route.closed",
                new Text(
                        "Tuyến source-webhook của nguồn %s đang dừng hoặc chưa có; quản trị viên mở lại bằng hub:route-start, hoặc thêm etc/vn.matluoi.route-TÊN.cfg. Hãy gửi lại sau."
                                .formatted(source),
                        "The route source-webhook of the source %s is stopped or not there; an administrator starts it by hub:route-start, or adds etc/vn.matluoi.route-NAME.cfg. Send this again later."
                                .formatted(source)));
    }

    private synchronized ProducerTemplate hand() {
        if (hand == null) {
            hand = getContext().createProducerTemplate();
        }
        return hand;
    }
}
