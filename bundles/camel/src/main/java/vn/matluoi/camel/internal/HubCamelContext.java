package vn.matluoi.camel.internal;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.ManagementStatisticsLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The one CamelContext of the hub, named {@code matluoi}. Statistics are kept so that the Hawtio console shows
 * routes, endpoints and messages in flight, and messages can be traced.
 */
@Component(service = HubCamelContext.class)
public final class HubCamelContext {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.]+)}}");

    private final DefaultCamelContext context;
    private final PollComponent polls = new PollComponent();

    @Activate
    public HubCamelContext(BundleContext bundles) {
        this(new OsgiDefaultCamelContext(bundles));
    }

    HubCamelContext(DefaultCamelContext context) {
        this.context = context;
        context.getCamelContextExtension().setName("matluoi");
        context.getCamelContextExtension().setDescription("Mắt Lưới: một tuyến cho mỗi nguồn / one route a source");
        context.setAllowUseOriginalMessage(false);
        context.getInflightRepository().setInflightBrowseEnabled(true);
        context.setBacklogTracingStandby(true); // an administrator traces messages by JMX; until then nothing is kept
        context.setBacklogTracingTemplates(true); // as all routes are made from them
        context.getManagementStrategy();
        context.build();
        context.addComponent(PollComponent.NAME, polls);
        var agent = context.getManagementStrategy().getManagementAgent();
        if (agent != null) {
            agent.setStatisticsLevel(ManagementStatisticsLevel.Extended);
            agent.setEndpointRuntimeStatisticsEnabled(true);
        }
        context.addRouteTemplateDefinitionConverter("*", HubCamelContext::described);
        context.getShutdownStrategy().setTimeout(10);
        context.start();
    }

    /** Camel resolves every placeholder of a route but those in its description, which is what people see of it. */
    private static RouteDefinition described(RouteTemplateDefinition template, Map<String, Object> parameters)
            throws Exception {
        var route = RouteTemplateDefinition.Converter.DEFAULT_CONVERTER.apply(template, parameters);
        if (route.getDescriptionText() != null) {
            route.setDescription(PLACEHOLDER
                    .matcher(route.getDescriptionText())
                    .replaceAll(found ->
                            Matcher.quoteReplacement(String.valueOf(parameters.getOrDefault(found.group(1), "")))));
        }
        return route;
    }

    /** @param memory of the database that is there now */
    void remember(PollMemory memory) {
        polls.remember(memory);
    }

    DefaultCamelContext camel() {
        return context;
    }

    @Deactivate
    void stop() {
        context.stop();
    }
}
