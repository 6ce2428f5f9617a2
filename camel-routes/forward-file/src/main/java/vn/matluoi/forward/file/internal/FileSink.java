package vn.matluoi.forward.file.internal;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.route.RouteCheck;

/** Template {@code forward-file}: events or changes as CloudEvents, a line each, in files in a folder. See {@link Drop}. */
@Component(
        service = RoutesBuilder.class,
        property = {RouteCheck.TEMPLATE + "=" + FileSink.NAME, SinkRoute.SINK + "=true"})
public final class FileSink extends RouteBuilder {

    static final String NAME = "forward-file";

    private final Map<String, Drop> drops = new ConcurrentHashMap<>();
    private Optional<ScheduledExecutorService> timer = Optional.empty(); // guarded by this

    private final RoutePolicy ends = new RoutePolicySupport() {
        @Override
        public void onStop(Route route) {
            Optional.ofNullable(drops.get(route.getRouteId())).ifPresent(Drop::end);
        }
    };

    @Override
    public void configure() {
        errorHandler(noErrorHandler()); // who forwards tries again, and says so
        var template = routeTemplate(NAME)
                .description(
                        "Đặt bản tin vào một thư mục, mỗi dòng một bản tin JSON / Lays messages into a folder, one JSON message a line")
                .templateParameter("routeName")
                .templateParameter(
                        "folder",
                        null,
                        "thư mục đặt tệp, đường dẫn tuyệt đối / folder in which files are laid, absolute, for example /srv/camera/out");
        for (var parameter : SinkRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        template.templateParameter(
                        "roll.mib",
                        String.valueOf(DropSettings.ROLL_MIB),
                        "đóng tệp khi lớn chừng này MiB, ví dụ 64 / a file of so many MiB is closed, 1 to 1024, for example 64")
                .templateParameter(
                        "roll.seconds",
                        String.valueOf(DropSettings.ROLL_SECONDS),
                        "đóng tệp sau chừng này giây, ví dụ 300 / a file is closed after so many seconds, 1 to 86400, for example 300")
                .templateParameter(
                        "folder.mib",
                        String.valueOf(DropSettings.FOLDER_MIB),
                        "thư mục đầy khi chứa chừng này MiB, ví dụ 4096 / with so many MiB the folder takes no more, 1 to 1048576, for example 4096")
                .configure(route -> {
                    String name = route.getProperty("routeName", String.class);
                    var drop = new Drop(
                            DropSettings.of(key -> route.getProperty(key, String.class)), InstantSource.system());
                    Optional.ofNullable(drops.put(name, drop)).ifPresent(Drop::end);
                    getContext().getRegistry().bind("drop-" + name, drop);
                    keepTime();
                })
                .from("direct:{{routeName}}")
                .routeGroup("sink")
                .routeDescription("Gửi {{content}} vào thư mục {{folder}}")
                .routePolicy(ends)
                .removeHeaders("*")
                .bean("drop-{{routeName}}", "lay");
    }

    /** One thread for all folders, from the first on. */
    private synchronized void keepTime() {
        if (timer.isEmpty()) {
            var threads = getContext().getExecutorServiceManager().newScheduledThreadPool(this, NAME, 1);
            threads.scheduleWithFixedDelay(() -> drops.values().forEach(Drop::roll), 500, 500, TimeUnit.MILLISECONDS);
            timer = Optional.of(threads);
        }
    }

    @Deactivate
    synchronized void close() {
        timer.ifPresent(ScheduledExecutorService::shutdownNow);
        timer = Optional.empty();
    }
}
