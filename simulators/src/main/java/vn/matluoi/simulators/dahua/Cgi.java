package vn.matluoi.simulators.dahua;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.simulators.recorder.HttpReply;
import vn.matluoi.simulators.recorder.HttpRequest;

/** Who answers which CGI path, for a request that has been let in (VENDORS 5.1). */
final class Cgi {

    private static final String LOADFILE = "/cgi-bin/RPC_Loadfile/";
    private static final Duration LONGEST_WINDOW = Duration.ofHours(6);

    private final DahuaRecorder recorder;

    Cgi(DahuaRecorder recorder) {
        this.recorder = recorder;
    }

    HttpReply answer(HttpRequest request) {
        if (request.path().startsWith(LOADFILE)) {
            return file(Query.decoded(request.path().substring(LOADFILE.length() - 1)));
        }
        Map<String, String> query;
        try {
            query = Query.of(request.target());
        } catch (IllegalArgumentException e) {
            return Says.badRequest();
        }
        String action = query.getOrDefault("action", "");
        return switch (request.path().replaceFirst("^/cgi-bin/", "")) {
            case "magicBox.cgi" -> recorder.plate().say(action).map(Says::text).orElseGet(Says::notImplemented);
            case "configManager.cgi" -> config(action, query);
            case "LogicDeviceManager.cgi" ->
                switch (action) {
                    case "getCameraState" -> Says.text(recorder.tables().states());
                    case "getCameraAll" -> Says.text(recorder.tables().bound());
                    default -> Says.notImplemented();
                };
            case "storageDevice.cgi" ->
                action.equals("getDeviceAllInfo") ? Says.text(Tables.disks()) : Says.notImplemented();
            case "global.cgi" -> time(action, query);
            case "snapshot.cgi" -> recorder.snapshot(FileFind.number(query.getOrDefault("channel", "1")));
            case "ptz.cgi" -> ptz(action, query);
            case "eventManager.cgi" -> events(action, query);
            case "mediaFileFind.cgi" -> find(action, query);
            case "loadfile.cgi" -> load(action, query);
            case "userManager.cgi" -> user(action, query);
            default -> Says.notImplemented();
        };
    }

    private HttpReply config(String action, Map<String, String> query) {
        if (action.equals("setConfig")) { // of all there is to set, this much
            Optional<String> follow =
                    Optional.ofNullable(query.get("ntp.enable")).filter(f -> f.matches("true|false"));
            follow.ifPresent(f -> recorder.tables().followServer(f.equals("true")));
            return follow.isPresent() ? Says.ok() : Says.badRequest();
        }
        return action.equals("getConfig")
                ? recorder.tables()
                        .table(query.getOrDefault("name", ""), recorder.rtspPort())
                        .map(Says::text)
                        .orElseGet(Says::forbidden)
                : Says.notImplemented();
    }

    private HttpReply time(String action, Map<String, String> query) {
        switch (action) {
            case "getCurrentTime" -> {
                return Says.text("result=" + recorder.wallClock().format(FileFind.WALL) + "\n");
            }
            case "setCurrentTime" -> {
                if (recorder.has(Quirk.ERROR_WITH_200)) {
                    return Says.errorWith200();
                }
                try {
                    recorder.setWallClock(LocalDateTime.parse(query.getOrDefault("time", ""), FileFind.WALL));
                } catch (DateTimeParseException e) {
                    return Says.badRequest();
                }
                return Says.ok();
            }
            default -> {
                return Says.notImplemented();
            }
        }
    }

    private HttpReply ptz(String action, Map<String, String> query) {
        Optional<PtzHead> head = recorder.camera(FileFind.number(query.get("channel")))
                .filter(Camera::online)
                .flatMap(c -> c.head);
        if (head.isEmpty()) {
            return Says.badRequest();
        }
        return switch (action) {
            case "getCurrentProtocolCaps" -> Says.text(PtzHead.caps());
            case "getStatus" -> Says.text(head.get().status());
            case "getPresets" -> Says.text(head.get().presets());
            case "getTours" -> Says.text(PtzHead.tours());
            case "start" ->
                written(arguments(query)
                        .map(a -> head.get().start(query.getOrDefault("code", ""), a))
                        .orElse(false));
            case "stop" -> written(head.get().stop(query.getOrDefault("code", "")));
            default -> Says.notImplemented();
        };
    }

    private HttpReply written(boolean done) {
        if (recorder.has(Quirk.ERROR_WITH_200)) {
            return Says.errorWith200();
        }
        return done ? Says.ok() : Says.badRequest();
    }

    private static Optional<double[]> arguments(Map<String, String> query) {
        double[] read = new double[3];
        for (int i = 0; i < 3; i++) {
            String text = query.getOrDefault("arg" + (i + 1), "0");
            if (!text.matches("-?\\d{1,5}(\\.\\d{1,9})?")) {
                return Optional.empty();
            }
            read[i] = Double.parseDouble(text);
        }
        return Optional.of(read);
    }

    private HttpReply events(String action, Map<String, String> query) {
        switch (action) {
            case "attach" -> {
                String codes = query.getOrDefault("codes", "");
                if (recorder.has(Quirk.ERROR_WITH_200)) {
                    return Says.errorWith200();
                }
                boolean all = codes.equals("[All]");
                if (!codes.matches("\\[[\\w,]+]") || !all && recorder.has(Quirk.ALL_CODES_ONLY)) {
                    return Says.badRequest();
                }
                Set<String> wanted = all
                        ? Set.of()
                        : new LinkedHashSet<>(Arrays.asList(
                                codes.substring(1, codes.length() - 1).split(",")));
                int heartbeat = FileFind.number(query.getOrDefault("heartbeat", "5"));
                return recorder.events().attach(wanted, Duration.ofSeconds(Math.max(1, Math.min(heartbeat, 60))));
            }
            case "getEventIndexes" -> {
                return query.getOrDefault("code", "").equals("VideoLoss")
                        ? recorder.tables().lost().map(Says::text).orElseGet(() -> Says.text("Error: No Events\n"))
                        : Says.badRequest();
            }
            default -> {
                return Says.notImplemented();
            }
        }
    }

    private HttpReply find(String action, Map<String, String> query) {
        boolean odd = action.equals("findFile")
                && query.entrySet().stream()
                        .filter(e -> e.getKey().startsWith("condition.types["))
                        .anyMatch(e -> !Set.of("dav", "mp4").contains(e.getValue()));
        return odd
                ? Says.badRequest()
                : recorder.files()
                        .answer(action, query)
                        .map(lines -> Says.text(lines + "\n"))
                        .orElseGet(Says::badRequest);
    }

    private HttpReply load(String action, Map<String, String> query) {
        try {
            var from = LocalDateTime.parse(query.getOrDefault("starttime", ""), FileFind.WALL);
            var to = LocalDateTime.parse(query.getOrDefault("endtime", ""), FileFind.WALL);
            boolean short_ = Duration.between(from, to).compareTo(LONGEST_WINDOW) <= 0 && from.isBefore(to);
            int channel = FileFind.number(query.get("channel"));
            return action.equals("startLoad")
                            && short_
                            && recorder.camera(channel).filter(Camera::there).isPresent()
                    ? recorder.footage(channel, from)
                    : Says.badRequest();
        } catch (DateTimeParseException e) {
            return Says.badRequest();
        }
    }

    /** {@code /mnt/dvr/2026-11-22/4/dav/10/10.00.00-11.00.00[R][0@0][0].dav}. */
    private HttpReply file(String path) {
        var parts = path.split("/");
        boolean known =
                path.matches("/mnt/dvr/\\d{4}-\\d\\d-\\d\\d/\\d{1,3}/dav/\\d\\d/\\d\\d\\.\\d\\d\\.\\d\\d-[^/]*\\.dav");
        if (!known
                || recorder.camera(FileFind.number(parts[4]) + 1)
                        .filter(Camera::there)
                        .isEmpty()) {
            return Says.badRequest();
        }
        var from = LocalDateTime.parse(parts[3] + " " + parts[7].substring(0, 8).replace('.', ':'), FileFind.WALL);
        return recorder.footage(FileFind.number(parts[4]) + 1, from);
    }

    private HttpReply user(String action, Map<String, String> query) {
        if (!action.equals("modifyPassword")) {
            return Says.notImplemented();
        }
        if (recorder.has(Quirk.ERROR_WITH_200)) {
            return Says.errorWith200();
        }
        boolean done = recorder.user().equals(query.get("name"))
                && recorder.changePassword(query.getOrDefault("pwdold", ""), query.getOrDefault("pwd", ""));
        return done ? Says.ok() : Says.badRequest();
    }
}
