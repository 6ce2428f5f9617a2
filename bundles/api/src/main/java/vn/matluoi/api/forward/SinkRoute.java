package vn.matluoi.api.forward;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.registry.LegalBases;
import vn.matluoi.api.route.AgencyRoute.Parameter;

/**
 * What a sink gets, and by what right. Every template of sinks has these parameters ({@link #PARAMETERS}), and its check judges
 * them by {@link SinkRouteCheck}.
 *
 * <p>A template is a {@code RoutesBuilder} service with the property {@code matluoi.template} and with {@link #SINK}{@code =true};
 * its routes begin with {@code from("direct:{{routeName}}")}. Each message's body is a {@code List<Delivery>}, as
 * {@link Carrier#carry} has it: the route returns when the receiver has confirmed, or fails with a {@link SinkException}. When to
 * send, what to send again and what to put aside is not the route's: there is no redelivery and no dead letter in it.
 *
 * @param routeName name of the route, from {@code etc/vn.matluoi.route-NAME.cfg}
 * @param content which journal it is told from
 * @param areas only what stands in these, with all below them; empty for the whole province. A code that is no longer in force
 *     stands for its successors
 * @param sectors codes of sectors: only cameras that serve one of these; empty for all
 * @param bases only cameras whose own legal basis is among these; it is another thing than {@code legalBasis}
 * @param types only these types, in lower case without the prefix: {@code motion}, {@code camera.updated}; empty for all
 * @param fields the keys that are told; empty for all but those that are told by name only
 * @param legalBasis by which decision or article its receiver may have it
 * @param personal whether number plates and faces are told, if the hub keeps them
 * @param begin from where a new sink is told
 * @param batch most deliveries that are carried at once, 1 to 1000
 * @param every how long what comes is gathered before it is carried, at most a day; zero for at once
 * @param compares whether the route tells of cameras by itself, too ({@link #COMPARES}): it may have told of any
 */
public record SinkRoute(
        String routeName,
        Content content,
        Set<AreaCode> areas,
        Set<String> sectors,
        LegalBases bases,
        Set<String> types,
        Set<String> fields,
        String legalBasis,
        boolean personal,
        Begin begin,
        int batch,
        Duration every,
        boolean compares) {

    /** Service property of a template whose routes are sinks. */
    public static final String SINK = "matluoi.sink";

    /**
     * Service property of a template whose sinks tell of cameras by themselves as well, not only what they are brought: whatever
     * was brought before, they are told of each camera that is not for them any more.
     */
    public static final String COMPARES = "matluoi.sink.compares";

    /** Parameter: what the cameras' own legal basis must name. */
    public static final String CAMERA_BASIS = "camera.basis";

    public static final int BATCH = 100;
    public static final int MOST_BATCH = 1_000;

    /** What a template calls its parameters, in the order in which people read them. */
    public static final List<Parameter> PARAMETERS = List.of(
            new Parameter(
                    "content",
                    null,
                    "nội dung: events (sự kiện camera) hoặc changes (thay đổi danh mục), ví dụ events / events (what cameras report) or changes (of the catalogue), for example events"),
            new Parameter(
                    "legal.basis",
                    null,
                    "căn cứ cho phép cung cấp: số quyết định hoặc điều luật / by which decision or article the receiver may have it, for example Quyết định 123/QĐ-UBND"),
            new Parameter(
                    "areas",
                    "",
                    "mã tỉnh, xã, phường, cách nhau dấu phẩy; trống là toàn tỉnh / codes of areas with commas between, for example 27694, 27697; the whole province if empty"),
            new Parameter(
                    "sectors",
                    "",
                    "mã lĩnh vực, cách nhau dấu phẩy; trống là tất cả / codes of sectors, for example traffic, health; all if empty"),
            new Parameter(
                    CAMERA_BASIS,
                    "",
                    "chỉ camera có căn cứ pháp lý nêu một trong các văn bản, điều này, cách nhau dấu chấm phẩy; trống là tất cả / only cameras whose own legal basis names one of these, with semicolons between, for example 57/2025/NĐ-CP; Quyết định 12/QĐ-UBND; all if empty"),
            new Parameter(
                    "types",
                    "",
                    "loại sự kiện (motion), hoặc loại thay đổi (camera.created); trống là tất cả / types of events (motion), or of changes (camera.created), for example motion, line_crossed; all if empty"),
            new Parameter(
                    "fields",
                    "",
                    "các trường được gửi; trống là mọi trường không nhạy cảm / fields that are told, for example name, latitude, longitude; all that are not sensitive if empty"),
            new Parameter(
                    "personal",
                    "false",
                    "true nếu gửi cả biển số và khuôn mặt; ví dụ false / true if number plates and faces are told, too; for example false"),
            new Parameter(
                    "begin",
                    "now",
                    "nơi nhận mới bắt đầu từ: now hoặc first; ví dụ first / where a new sink begins: now, or first for all there is; for example first"),
            new Parameter(
                    "batch",
                    String.valueOf(BATCH),
                    "số bản tin tối đa mỗi lần gửi, ví dụ 500 / most messages at once, 1 to 1000, for example 500"));

    /** Besides them, of templates whose receivers rather have much now and then. */
    public static final Parameter EVERY = new Parameter(
            "every.seconds",
            "60",
            "gom bản tin trong chừng này giây rồi gửi một lần, ví dụ 300 / what comes in so many seconds is sent together, 0 to 86400, for example 300");

    public static final Duration LONGEST_EVERY = Duration.ofDays(1);

    /** Which journal. */
    public enum Content {
        /** What cameras and devices report: {@link vn.matluoi.api.event.EventLog}. */
        EVENTS,
        /** What changes in the catalogue: {@link vn.matluoi.api.registry.Changes}. */
        CHANGES
    }

    /** From where a new sink is told. */
    public enum Begin {
        /** What comes from now on. */
        NOW,
        /** The oldest that is kept. */
        FIRST
    }

    public SinkRoute {
        Objects.requireNonNull(routeName, "routeName");
        Objects.requireNonNull(content, "content");
        areas = Set.copyOf(areas);
        sectors = Set.copyOf(sectors);
        Objects.requireNonNull(bases, "bases");
        types = Set.copyOf(types);
        fields = Set.copyOf(fields);
        Objects.requireNonNull(legalBasis, "legalBasis");
        Objects.requireNonNull(begin, "begin");
        if (batch < 1 || batch > MOST_BATCH) {
            throw new IllegalArgumentException("batch is 1 to " + MOST_BATCH + ", not " + batch);
        }
        if (every.isNegative() || every.compareTo(LONGEST_EVERY) > 0) {
            throw new IllegalArgumentException("every is zero to " + LONGEST_EVERY + ", not " + every);
        }
    }

    /** @param parameters by key, {@code routeName} and {@link #COMPARES} among them; blank or null where there is none. They have been checked */
    public static SinkRoute of(UnaryOperator<String> parameters) {
        return new SinkRoute(
                text(parameters, "routeName").orElseThrow(),
                Content.valueOf(upper(text(parameters, "content").orElseThrow())),
                list(parameters, "areas").stream().map(AreaCode::new).collect(Collectors.toSet()),
                list(parameters, "sectors"),
                new LegalBases(list(parameters, CAMERA_BASIS, ";")),
                list(parameters, "types").stream()
                        .map(type -> type.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                list(parameters, "fields"),
                text(parameters, "legal.basis").orElseThrow(),
                text(parameters, "personal").map(Boolean::parseBoolean).orElse(false),
                Begin.valueOf(upper(text(parameters, "begin").orElse("now"))),
                text(parameters, "batch").map(Integer::parseInt).orElse(BATCH),
                Duration.ofSeconds(
                        text(parameters, EVERY.name()).map(Long::parseLong).orElse(0L)),
                text(parameters, COMPARES).map(Boolean::parseBoolean).orElse(false));
    }

    /** @return all of it in one line that is the same for the same settings, for the audit log */
    public String summary() {
        return "content=%s areas=%s sectors=%s%s types=%s fields=%s personal=%s basis=%s"
                .formatted(
                        content.name().toLowerCase(Locale.ROOT),
                        new TreeSet<>(areas),
                        new TreeSet<>(sectors),
                        bases.equals(LegalBases.ALL) ? "" : " " + CAMERA_BASIS + "=" + new TreeSet<>(bases.phrases()),
                        new TreeSet<>(types),
                        new TreeSet<>(fields),
                        personal,
                        legalBasis);
    }

    static Optional<String> text(UnaryOperator<String> parameters, String key) {
        return Optional.ofNullable(parameters.apply(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** @return the words of a list with commas between, in their order */
    static Set<String> list(UnaryOperator<String> parameters, String key) {
        return list(parameters, key, ",");
    }

    static Set<String> list(UnaryOperator<String> parameters, String key, String separator) {
        return Arrays.stream(text(parameters, key).orElse("").split(separator))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
