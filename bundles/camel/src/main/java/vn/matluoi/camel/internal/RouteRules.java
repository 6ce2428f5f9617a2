package vn.matluoi.camel.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ScriptDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExchangePropertyExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.HeaderExpression;
import org.apache.camel.model.language.MethodCallExpression;
import vn.matluoi.api.Text;

/**
 * What every route of the hub keeps to, whoever brings its template: what comes from outside steers nothing. Held against a template when
 * it comes, and against each route made from it. A breach that lets outsiders steer keeps it from being used; the rest
 * are remarks, which the tests do not let pass.
 */
final class RouteRules {

    private static final String ALL = "*";
    private static final int MOST_QUEUED = 100_000;
    private static final int MOST_REDELIVERIES = 100;

    /** What runs programs or scripts, listens for HTTP past the hub's own guard, or calls by a client that is not guarded. */
    private static final Set<String> FORBIDDEN = Set.of(
            "exec",
            "ssh",
            "groovy",
            "mvel",
            "freemarker",
            "velocity",
            "language",
            "http",
            "https",
            "netty-http",
            "vertx-http",
            "platform-http",
            "jetty",
            "servlet",
            "undertow",
            "cxf",
            "cxfrs",
            "rest",
            "rest-api",
            "docker",
            "rmi",
            "controlbus");

    private static final Set<String> QUEUES = Set.of("seda", "vm", "disruptor");
    private static final Pattern ACCOUNT = Pattern.compile("//[^/?]*@");
    private static final Pattern SECRET =
            Pattern.compile("[?&][^=&]*(password|passphrase|secret|token|apikey|accesskey|credential)[^=&]*=(?!#)");
    private static final Pattern SIZE = Pattern.compile("[?&]size=(\\d{1,6})(?:&|$)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([\\w.]+)");
    private static final Pattern VIETNAMESE = Pattern.compile("[À-ỹ&&\\p{L}]");

    private final List<Breach> breaches = new ArrayList<>();

    private RouteRules() {}

    /**
     * A rule that is broken.
     *
     * @param rule stable word
     * @param what how, and what is asked
     * @param grave whether outsiders could steer by it
     */
    record Breach(String rule, Text what, boolean grave) {}

    /** @return every breach of a route, or of what a template makes */
    static List<Breach> breaches(RouteDefinition route) {
        var rules = new RouteRules();
        rules.look(route);
        return rules.breaches;
    }

    /** @return what is wrong with a bundle that says it brings a template and does not */
    static Breach noTemplate(String template) {
        return new Breach(
                "route.template",
                new Text(
                        "gói không mang mẫu tên %s".formatted(template),
                        "the bundle brings no template of the name %s".formatted(template)),
                true);
    }

    /** @return parameters whose values become part of an address; the route's name, which has a rule of its own, is none */
    static Set<String> inAddresses(RouteDefinition route) {
        var uris = new ArrayList<String>();
        uris.add(route.getInput().getEndpointUri());
        addresses(route.getOutputs(), uris);
        return uris.stream()
                .filter(Objects::nonNull)
                .flatMap(uri -> PLACEHOLDER.matcher(uri).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static void addresses(List<ProcessorDefinition<?>> steps, List<String> uris) {
        steps.forEach(step -> {
            if (step instanceof SendDefinition<?> send) {
                uris.add(send.getEndpointUri());
            }
            if (step instanceof BeanDefinition bean) {
                uris.add(bean.getRef());
            }
            addresses(step.getOutputs(), uris);
        });
    }

    static Text sentence(List<Breach> breaches) {
        return new Text(
                breaches.stream()
                        .map(breach -> breach.rule() + ": " + breach.what().vi())
                        .collect(Collectors.joining("; ")),
                breaches.stream()
                        .map(breach -> breach.rule() + ": " + breach.what().en())
                        .collect(Collectors.joining("; ")));
    }

    private void look(RouteDefinition route) {
        address(route.getInput().getEndpointUri());
        if (route.getErrorHandlerFactory() instanceof DefaultErrorHandlerDefinition handler) {
            redelivery(handler.getRedeliveryPolicy());
            if (handler instanceof DeadLetterChannelDefinition channel) {
                address(channel.getDeadLetterUri());
            }
        }
        var steps = route.getOutputs().stream()
                .filter(step -> !(step instanceof OnExceptionDefinition))
                .toList();
        if (steps.isEmpty() || !takesAllHeaders(steps.get(0))) {
            grave(
                    "route.entry",
                    "bước đầu tiên phải là removeHeaders(\"*\")",
                    "the first step must be removeHeaders(\"*\")");
        }
        walk(route.getOutputs(), false);
        if (!"agency".equals(route.getGroup()) && !"sink".equals(route.getGroup())) {
            remark(
                    "route.group",
                    "nhóm (routeGroup) phải là agency hoặc sink",
                    "its group (routeGroup) must be agency or sink");
        }
        var description = route.getDescriptionText();
        if (description == null || !VIETNAMESE.matcher(description).find()) {
            remark(
                    "route.description",
                    "cần mô tả tiếng Việt (routeDescription)",
                    "it needs a Vietnamese description (routeDescription)");
        }
    }

    /**
     * @param clean whether no header of others is left where these steps begin
     * @return whether none is where they end
     */
    private boolean walk(List<ProcessorDefinition<?>> steps, boolean clean) {
        var now = clean;
        for (var step : steps) {
            now = step(step, now);
        }
        return now;
    }

    private boolean step(ProcessorDefinition<?> step, boolean clean) {
        if (step instanceof RemoveHeadersDefinition) {
            return clean || takesAllHeaders(step);
        }
        if (step instanceof ToDynamicDefinition
                || step instanceof RecipientListDefinition
                || step instanceof RoutingSlipDefinition
                || step instanceof DynamicRouterDefinition
                || step instanceof EnrichDefinition
                || step instanceof PollEnrichDefinition
                || step instanceof PollDefinition
                || step instanceof ScriptDefinition) {
            grave(
                    "route.dynamic",
                    "không được dùng %s: nơi đến phải cố định".formatted(step.getShortName()),
                    "%s must not be used: where it leads must be constant".formatted(step.getShortName()));
            return false;
        }
        if (step instanceof LogDefinition log
                && log.getMessage() != null
                && log.getMessage().contains("${")) {
            expression("log");
        }
        if (step instanceof ExpressionNode node && isOfData(node.getExpression())) {
            expression(node.getShortName());
        }
        if (step instanceof OnExceptionDefinition handler) {
            redelivery(handler.getRedeliveryPolicyType());
            walk(handler.getOutputs(), false);
            return clean;
        }
        if (step instanceof SendDefinition<?> || step instanceof BeanDefinition || step instanceof ProcessDefinition) {
            leave(step, clean);
            return false; // what answers may have set some
        }
        return step.getOutputs().isEmpty() ? clean : within(step, clean);
    }

    /** Steps within a step: each branch of a choice begins as the choice does, other steps one after the other. */
    private boolean within(ProcessorDefinition<?> step, boolean clean) {
        if (!(step instanceof ChoiceDefinition)) {
            return walk(step.getOutputs(), clean) && clean;
        }
        var after = clean;
        for (var branch : step.getOutputs()) {
            after &= step(branch, clean);
        }
        return after;
    }

    private void leave(ProcessorDefinition<?> step, boolean clean) {
        var where = step instanceof SendDefinition<?> send ? send.getEndpointUri() : step.getShortName();
        if (!clean) {
            grave(
                    "route.exit",
                    "trước %s phải có removeHeaders(\"*\")".formatted(where),
                    "removeHeaders(\"*\") must stand before %s".formatted(where));
        }
        if (step instanceof SendDefinition<?> send) {
            address(send.getEndpointUri());
        }
        if (step instanceof BeanDefinition bean
                && (bean.getMethod() == null || bean.getMethod().isBlank())) {
            grave("route.bean", "phải ghi tên phương thức của bean", "the bean's method must be named");
        }
    }

    private static boolean takesAllHeaders(ProcessorDefinition<?> step) {
        if (!(step instanceof RemoveHeadersDefinition remove) || !ALL.equals(remove.getPattern())) {
            return false;
        }
        var kept = new ArrayList<String>();
        if (remove.getExcludePattern() != null) {
            kept.add(remove.getExcludePattern());
        }
        if (remove.getExcludePatterns() != null) {
            kept.addAll(List.of(remove.getExcludePatterns()));
        }
        return kept.stream().allMatch(name -> name.matches("MatLuoi\\w+"));
    }

    private void address(String uri) {
        if (uri == null) {
            return; // of a bean or an endpoint object
        }
        var scheme = uri.split(":", 2)[0].toLowerCase(Locale.ROOT);
        if (FORBIDDEN.contains(scheme)) {
            grave(
                    "route.component",
                    "không được dùng thành phần %s".formatted(scheme),
                    "the component %s must not be used".formatted(scheme));
        }
        if (uri.contains("${")) {
            grave(
                    "route.dynamic",
                    "địa chỉ %s: không được ghép từ dữ liệu".formatted(scheme),
                    "the address of %s must not be made from data".formatted(scheme));
        }
        if (ACCOUNT.matcher(uri).find()
                || SECRET.matcher(uri.toLowerCase(Locale.ROOT)).find()) {
            grave(
                    "route.secret",
                    "địa chỉ %s: không được chứa tài khoản hay mật khẩu".formatted(scheme),
                    "the address of %s must hold no account or password".formatted(scheme));
        }
        if (QUEUES.contains(scheme)) {
            var size = SIZE.matcher(uri);
            if (!size.find() || Integer.parseInt(size.group(1)) > MOST_QUEUED) {
                grave(
                        "route.queue",
                        "hàng đợi %s cần size từ 1 đến %d".formatted(scheme, MOST_QUEUED),
                        "the queue %s needs a size of 1 to %d".formatted(scheme, MOST_QUEUED));
            }
        }
    }

    private void redelivery(RedeliveryPolicyDefinition policy) {
        var most = policy == null ? null : policy.getMaximumRedeliveries();
        if (most != null && (!most.matches("\\d{1,3}") || Integer.parseInt(most) > MOST_REDELIVERIES)) {
            grave(
                    "route.redelivery",
                    "maximumRedeliveries phải từ 0 đến %d".formatted(MOST_REDELIVERIES),
                    "maximumRedeliveries must be 0 to %d".formatted(MOST_REDELIVERIES));
        }
    }

    private static boolean isOfData(ExpressionDefinition expression) {
        return expression != null
                && !(expression instanceof ConstantExpression
                        || expression instanceof MethodCallExpression
                        || expression instanceof HeaderExpression
                        || expression instanceof ExchangePropertyExpression)
                && !isConstant(expression);
    }

    /** {@code constant(…)} of the Java DSL comes as a value, not as a language. */
    private static boolean isConstant(ExpressionDefinition expression) {
        return "constant".equals(expression.getLanguage())
                || expression.getExpressionValue() != null
                        && expression
                                .getExpressionValue()
                                .getClass()
                                .getSimpleName()
                                .equals("ValueBuilder")
                        && expression.getExpressionValue().toString().startsWith("constant");
    }

    private void expression(String step) {
        grave(
                "route.expression",
                "%s: chỉ được dùng giá trị cố định, thuộc tính hoặc phương thức của bean".formatted(step),
                "%s: only constants, properties and methods of beans may be used".formatted(step));
    }

    private void grave(String rule, String vi, String en) {
        breaches.add(new Breach(rule, new Text(vi, en), true));
    }

    private void remark(String rule, String vi, String en) {
        breaches.add(new Breach(rule, new Text(vi, en), false));
    }
}
