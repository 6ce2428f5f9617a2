package vn.matluoi.source.mqtt.internal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttBrokers;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttReceiver;
import vn.matluoi.api.mqtt.MqttSubscription;
import vn.matluoi.api.mqtt.MqttSubscription.Retained;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.api.source.Sources;

/** Template {@code source-mqtt}: an agency's broker, by which it tells what its cameras report, which it has, or whether they work. */
@Component(
        service = {RoutesBuilder.class, MqttSource.class},
        property = RouteCheck.TEMPLATE + "=" + MqttSource.NAME)
public final class MqttSource extends RouteBuilder {

    static final String NAME = "source-mqtt";

    /** Not of this template: a message never names every camera of the source. */
    private static final String COMPLETE = "complete";

    private static final String THREADS = "source-mqtt-cameras";
    private static final int THREAD_COUNT = 2;

    /** Of 256 KiB at most, all in memory until they are kept. */
    private static final int MOST_UNCONFIRMED = 100;

    private final MqttBrokers brokers;
    private final Events events;
    private final EventLog journal;
    private final Cameras cameras;
    private final Imports imports;
    private final DeadLetters letters;
    private final Sources sources;
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    /** What one route does with what comes. */
    private record Told(MqttSettings settings, Keeping keeping) {}

    private final Map<String, MqttLink> links = new ConcurrentHashMap<>();
    private final AutoCloseable watch;
    private volatile long newest; // event of the journal

    @Activate
    public MqttSource(
            @Reference MqttBrokers brokers,
            @Reference Events events,
            @Reference EventLog journal,
            @Reference Cameras cameras,
            @Reference Imports imports,
            @Reference DeadLetters letters,
            @Reference Sources sources) {
        this.brokers = brokers;
        this.events = events;
        this.journal = journal;
        this.cameras = cameras;
        this.imports = imports;
        this.letters = letters;
        this.sources = sources;
        this.watch = journal.watch(last -> newest = last);
    }

    @Deactivate
    void forget() throws Exception {
        watch.close();
    }

    @Override
    public void configure() {
        getContext().removeComponent(BrokerComponent.NAME);
        getContext().addComponent(BrokerComponent.NAME, new BrokerComponent(this::opener));
        errorHandler(noErrorHandler()); // what fails, the broker sends again
        var template = routeTemplate(NAME)
                .description(
                        "Máy chủ MQTT của cơ quan đưa tin sự kiện, danh mục hoặc trạng thái camera / An agency's MQTT broker that tells events, cameras or their status")
                .templateParameter("routeName");
        for (var parameter : MqttBroker.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        for (var parameter : AgencyRoute.PARAMETERS) {
            if (!parameter.name().equals(COMPLETE)) {
                template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
            }
        }
        template.templateParameter(
                        "topic",
                        null,
                        "bộ lọc chủ đề / topic filter, + for one level, # for all below, for example camera/+/events")
                .templateParameter(
                        "qos",
                        "1",
                        "0, 1 hoặc 2; ví dụ 2 / 0, 1 or 2; with 0 messages are lost while the hub is away; for example 2")
                .templateParameter(
                        "session.hours",
                        "24",
                        "máy chủ MQTT giữ hộ thông điệp bao lâu khi trạm vắng, ví dụ 72 / hours for which the broker keeps messages for a hub that is away, 0 to 720, for example 72")
                .templateParameter(
                        "kind",
                        "events",
                        "events: sự kiện; cameras: danh mục camera; status: camera có hình hay không; ví dụ events / events: what cameras report; cameras: which there are; status: whether they give a picture; for example events")
                .templateParameter(
                        "items",
                        "",
                        "nơi danh sách nằm trong thông điệp / JSON pointer to the list in a message, for example /data; the message itself if empty")
                .templateParameter(
                        "camera",
                        "/camera",
                        "nơi ghi mã camera của cơ quan, ví dụ topic:2 / where the agency's code of the camera stands: a JSON pointer, or topic:2 for the topic's second level, for example topic:2")
                .templateParameter(
                        "type",
                        "/type",
                        "nơi ghi loại sự kiện, ví dụ /loai / where the type of an event stands, as camera, for example /loai")
                .templateParameter(
                        "time",
                        "/time",
                        "nơi ghi thời điểm, ví dụ /thoi_gian / where it stands when: ISO 8601, or seconds or milliseconds since 1970, for example /thoi_gian")
                .templateParameter(
                        "phase",
                        "",
                        "nơi ghi bắt đầu hay kết thúc / where it stands whether it began or ended; each is a moment if empty, for example /state")
                .templateParameter(
                        "types",
                        "",
                        "từ của cơ quan = loại sự kiện của trạm / the agency's words = the hub's types, with ; between, for example che camera = TAMPER; mất hình = VIDEO_LOST")
                .templateParameter(
                        "phases",
                        "",
                        "từ của cơ quan = ACTIVE, INACTIVE hoặc PULSE / the agency's words = ACTIVE, INACTIVE or PULSE, for example bắt đầu = ACTIVE")
                .templateParameter(
                        "state",
                        "",
                        "với kind = status: nơi ghi trạng thái; để trống nếu cả thông điệp là một từ như offline / with kind = status: JSON pointer to the state; empty if the message is no more than a word, as offline; for example /trang_thai")
                .templateParameter(
                        "states",
                        "",
                        "với kind = status: từ của cơ quan = ONLINE hoặc OFFLINE / with kind = status: the agency's words = ONLINE or OFFLINE, with ; between, for example mất kết nối = OFFLINE; có hình = ONLINE")
                .templateParameter(
                        "columns",
                        "",
                        "với kind = cameras: cột = nơi giá trị nằm / with kind = cameras: heading = JSON pointer, with ; between, for example Vĩ độ = /geo/lat; Kinh độ = /geo/lng")
                .templateParameter(
                        "rate",
                        "100",
                        "số sự kiện, camera hoặc trạng thái nhận mỗi giây; ví dụ 200 / events, cameras or states taken a second, 1 to 1000; the rest waits at the broker; for example 200")
                .configure(route -> {
                    var settings = MqttSettings.of(key -> route.getProperty(key, String.class), KeyFile.folder());
                    var name = settings.agency().routeName();
                    var keeping = new Keeping(settings, taker(settings), letters, System::nanoTime);
                    var before = told.put(name, new Told(settings, keeping));
                    if (before != null) {
                        before.keeping().end();
                    }
                    getContext().getRegistry().bind("taker-" + name, new TakerStep(keeping));
                })
                .from(BrokerComponent.NAME + ":{{routeName}}")
                .routeDescription("Máy chủ MQTT → {{source}}")
                .routeGroup("agency")
                .removeHeaders("*")
                .setHeader("MatLuoiSource", constant("{{source}}"))
                .process("taker-{{routeName}}");
    }

    private Taker taker(MqttSettings settings) {
        return switch (settings.kind()) {
            case EVENTS -> new EventTaker(settings, events, sources, InstantSource.system(), System::nanoTime);
            case CAMERAS -> new CameraTaker(settings, imports, sources, later(), System::nanoTime);
            case STATUS ->
                new StatusTaker(
                        settings,
                        events,
                        journal,
                        () -> newest,
                        cameras,
                        sources,
                        later(),
                        InstantSource.system(),
                        System::nanoTime);
        };
    }

    /** One pool for all routes, as long as the context lives. */
    private Later later() {
        var registry = getContext().getRegistry();
        if (registry.lookupByName(THREADS) == null) {
            registry.bind(
                    THREADS,
                    getContext().getExecutorServiceManager().newScheduledThreadPool(this, THREADS, THREAD_COUNT));
        }
        var threads = registry.lookupByNameAndType(THREADS, ScheduledExecutorService.class);
        return (pause, work) -> threads.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Function<MqttReceiver, MqttLink> opener(String routeName) {
        return receiver -> {
            var settings = told.get(routeName).settings();
            register(settings);
            var link = brokers.open(
                    settings.broker(),
                    Optional.of(new MqttSubscription(
                            settings.filter(), settings.qos(), retained(settings.kind()), MOST_UNCONFIRMED, receiver)));
            links.put(routeName, link);
            return link;
        };
    }

    private static Retained retained(MqttSettings.Kind kind) {
        return switch (kind) {
            case EVENTS -> Retained.NEVER; // a kept event is an old one
            case CAMERAS -> Retained.ONCE;
            case STATUS -> Retained.ALWAYS;
        };
    }

    /** So that people see it before anything came; if that is not possible now, it is done with the first message. */
    private void register(MqttSettings settings) {
        try {
            settings.agency().register(sources);
        } catch (HubException e) {
            log.info("route {}: {}", settings.agency().routeName(), e.text());
        }
    }

    /** As {@link Keeping#again}. */
    CompletionStage<Optional<Text>> again(String routeName, MqttMessage message, Instant came) throws Unusable {
        return told.get(routeName).keeping().again(message, came);
    }

    /** @return what keeps that route from bringing anything, or what is wrong with what came lately */
    Optional<Text> problem(String routeName) {
        var link = Optional.ofNullable(links.get(routeName));
        return link.flatMap(MqttLink::problem)
                .or(() -> Optional.ofNullable(told.get(routeName))
                        .flatMap(one -> one.keeping().problem()))
                .or(() -> link.map(MqttLink::dropped)
                        .filter(dropped -> dropped > 0)
                        .map(dropped -> new Text(
                                "%d thông điệp QoS 0 đã bỏ vì đến quá nhanh; hãy tăng rate hoặc dùng qos = 1"
                                        .formatted(dropped),
                                "%d messages with QoS 0 were dropped since they came too fast; raise rate, or use qos = 1"
                                        .formatted(dropped))));
    }
}
