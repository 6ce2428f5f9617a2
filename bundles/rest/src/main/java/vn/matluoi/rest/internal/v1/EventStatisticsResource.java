package vn.matluoi.rest.internal.v1;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.event.EventStatistics;
import vn.matluoi.api.event.EventStatistics.By;
import vn.matluoi.api.event.EventStatistics.Count;
import vn.matluoi.api.event.EventStatistics.Counts;
import vn.matluoi.api.event.EventStatistics.Every;
import vn.matluoi.api.event.EventStatistics.Question;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** How many events were told (R6.6). */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventStatisticsResource {

    private static final String CSV = "text/csv";
    private static final String BY = "type|area|sector|camera|source";
    private static final String EVERY = "hour|day|month";
    private static final String FROM =
            "a date, a time of Việt Nam or a moment with its zone, in the first hour, day or month that is counted; a day, 30 days or a year before the end without it";
    private static final String TO =
            "the like after from, up to which it is counted: its whole hour, day or month; a date is its beginning; now without it";
    /** With its offset, so that a program need not know whose day it is. */
    private static final DateTimeFormatter THERE =
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

    private final Services services;

    public EventStatisticsResource(Services services) {
        this.services = services;
    }

    @GET
    @Path("/statistics")
    @Needs(value = Action.EVENTS_READ, reach = Reach.LIST)
    @Doc(
            "How many events of which type came to the hub within the caller's scope, by hour, day or month of Việt Nam's time."
                    + " What begins and what is a moment counts, one each; ends do not. Counts outlive the events.")
    public EventCountsJson countEvents(
            @Context Asking asking,
            @QueryParam("by") @DefaultValue("type") @Limit(max = 10, pattern = BY) String by,
            @QueryParam("every") @DefaultValue("day") @Limit(max = 10, pattern = EVERY) String every,
            @QueryParam("area") @Limit(max = 5, about = "area code: its whole subtree") String area,
            @QueryParam("type") @Limit(max = 400, pattern = EventResource.TYPES, about = "one or more, by commas")
                    String type,
            @QueryParam("from") @Limit(max = 40, about = FROM) String from,
            @QueryParam("to") @Limit(max = 40, about = TO) String to) {
        return EventCountsJson.of(count(asking, question(by, every, area, type, from, to)));
    }

    @GET
    @Path("/statistics.csv")
    @Produces(CSV)
    @Needs(value = Action.EVENTS_READ, reach = Reach.LIST)
    @Doc(value = "The same as a sheet: start, of, type, count.", answer = byte[].class)
    public Response countEventsAsSheet(
            @Context Asking asking,
            @QueryParam("by") @DefaultValue("type") @Limit(max = 10, pattern = BY) String by,
            @QueryParam("every") @DefaultValue("day") @Limit(max = 10, pattern = EVERY) String every,
            @QueryParam("area") @Limit(max = 5, about = "area code: its whole subtree") String area,
            @QueryParam("type") @Limit(max = 400, pattern = EventResource.TYPES, about = "one or more, by commas")
                    String type,
            @QueryParam("from") @Limit(max = 40, about = FROM) String from,
            @QueryParam("to") @Limit(max = 40, about = TO) String to) {
        var question = question(by, every, area, type, from, to);
        var counts = count(asking, question);
        var sheet = new StringBuilder("start,%s,type,count\r\n".formatted(word(question.by(), "of")));
        for (var one : counts.items()) {
            sheet.append(THERE.format(one.start()))
                    .append(',')
                    .append(cell(one.of().orElse("")))
                    .append(',')
                    .append(word(one.type()))
                    .append(',')
                    .append(one.events())
                    .append("\r\n");
        }
        return Response.ok(sheet.toString().getBytes(StandardCharsets.UTF_8))
                .type(CSV + ";charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"events.csv\"")
                .build();
    }

    private Counts count(Asking asking, Question question) {
        return services.need(EventStatistics.class).count(asking.scope(), question);
    }

    private Question question(String by, String every, String area, String type, String from, String to) {
        return new Question(
                By.valueOf(Values.text(by).orElse("type").toUpperCase(Locale.ROOT)),
                Every.valueOf(Values.text(every).orElse("day").toUpperCase(Locale.ROOT)),
                Values.knownArea(services, "area", area),
                Values.text(type).map(EventResource::types).orElse(Set.of()),
                Values.there("from", from),
                Values.there("to", to));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String word(By by, String otherwise) {
        return by == By.TYPE ? otherwise : word(by);
    }

    /** No sheet takes it for a formula, whatever the code is. */
    private static String cell(String text) {
        var safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    /**
     * Counts.
     *
     * @param from as the question was understood
     * @param to as the question was understood; not within it
     * @param since what came before is in no count; absent if there are none
     */
    public record EventCountsJson(
            @Limit(items = EventStatistics.MOST_COUNTS, required = true) List<EventCountJson> items,
            @Limit(max = 40, required = true) String from,
            @Limit(max = 40, required = true) String to,
            @Limit(max = 40) String since) {

        private static EventCountsJson of(Counts counts) {
            return new EventCountsJson(
                    counts.items().stream().map(EventCountJson::of).toList(),
                    THERE.format(counts.from()),
                    THERE.format(counts.to()),
                    counts.since().map(THERE::format).orElse(null));
        }
    }

    /**
     * One count that is not 0.
     *
     * @param start when its hour, day or month begins
     * @param of the area, sector, camera or source; absent by type, and for what has none
     */
    public record EventCountJson(
            @Limit(max = 40, required = true) String start,
            @Limit(max = 60) String of,
            @Limit(max = 20, required = true, pattern = "[a-z_]+") String type,
            @Limit(required = true) long count) {

        private static EventCountJson of(Count one) {
            return new EventCountJson(THERE.format(one.start()), one.of().orElse(null), word(one.type()), one.events());
        }
    }
}
