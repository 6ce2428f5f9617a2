package vn.matluoi.forward.sftp.internal;

import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencyRoute.Parameter;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.FileServers;

/** Template {@code forward-sftp}: events or changes as CloudEvents, a line each, in files on a receiver's server. See {@link DropFolder}. */
@Component(
        service = RoutesBuilder.class,
        property = {RouteCheck.TEMPLATE + "=" + SftpSink.NAME, SinkRoute.SINK + "=true"})
public final class SftpSink extends RouteBuilder {

    static final String NAME = "forward-sftp";
    static final int MOST_WAITING = 2_000;

    private static final String BATCH = "batch";

    private final FileServers servers;

    @Activate
    public SftpSink(@Reference FileServers servers) {
        this.servers = servers;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler()); // who forwards tries again, and says so
        var template = routeTemplate(NAME)
                .description(
                        "Đặt bản tin thành tệp trên máy chủ SFTP hoặc FTPS của bên nhận, mỗi dòng một bản tin JSON / Lays messages as files on a receiver's SFTP or FTPS server, one JSON message a line")
                .templateParameter("routeName");
        for (var parameter : FileServer.PARAMETERS) {
            template.templateParameter(parameter.name(), parameter.otherwise(), parameter.description());
        }
        for (var parameter : SinkRoute.PARAMETERS) {
            template.templateParameter(parameter.name(), otherwise(parameter), parameter.description());
        }
        template.templateParameter(SinkRoute.EVERY.name(), SinkRoute.EVERY.otherwise(), SinkRoute.EVERY.description())
                .templateParameter(
                        "most.waiting",
                        String.valueOf(MOST_WAITING),
                        "nhiều nhất chừng này tệp chờ bên nhận lấy, ví dụ 500 / with so many files not collected no more are laid, 1 to 100000, for example 500")
                .configure(route -> {
                    String name = route.getProperty("routeName", String.class);
                    var drop = new DropFolder(
                            FileServer.of(key -> route.getProperty(key, String.class), KeyFile.folder()),
                            servers,
                            new DropNames(name),
                            AgencyRoute.text(key -> route.getProperty(key, String.class), "most.waiting")
                                    .map(Integer::parseInt)
                                    .orElse(MOST_WAITING));
                    getContext().getRegistry().bind("sftp-" + name, drop);
                })
                .from("direct:{{routeName}}")
                .routeGroup("sink")
                .routeDescription("Gửi {{content}} vào thư mục {{folder}} trên máy chủ {{host}}")
                .removeHeaders("*")
                .bean("sftp-{{routeName}}", "lay");
    }

    /** A file is one batch: it may be a large one. */
    private static String otherwise(Parameter parameter) {
        return parameter.name().equals(BATCH) ? String.valueOf(SinkRoute.MOST_BATCH) : parameter.otherwise();
    }
}
