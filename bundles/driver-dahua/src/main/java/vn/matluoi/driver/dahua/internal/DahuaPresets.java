package vn.matluoi.driver.dahua.internal;

import java.util.List;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;

/**
 * Places a head keeps under a number: {@code presets[0].Index=1}, {@code presets[0].Name=...}. CGI takes no name with a new
 * one, so the device's own is told.
 */
final class DahuaPresets implements ChannelFacet.Presets {

    private final Cgi cgi;
    private final DahuaPtz.Heads heads;

    DahuaPresets(Cgi cgi, DahuaPtz.Heads heads) {
        this.cgi = cgi;
        this.heads = heads;
    }

    @Override
    public List<Preset> presets() throws DeviceException {
        return presets(heads.find());
    }

    private List<Preset> presets(PtzAbility head) throws DeviceException {
        var path = PtzAbility.path("getPresets", head.channel());
        var answer = cgi.ask(path, "presets");
        if (answer instanceof Cgi.Answer.Absent absent) {
            if (absent.status() == 403 || absent.status() == 500) {
                throw Cgi.missing(path, absent);
            }
            return List.of(); // an empty answer, or 400, where none is set
        }
        return rows(((Cgi.Answer.Found) answer).values(), "presets");
    }

    /** @return rows with a number of their own, in the device's order */
    static List<Preset> rows(KeyValues values, String table) {
        return values.rows(table).values().stream()
                .filter(row -> row.flag("Enable", true))
                .flatMap(row -> row.index("Index").filter(n -> n > 0).stream()
                        .map(n -> new Preset(
                                String.valueOf(n),
                                row.get("Name").map(Clean::text).orElse(""))))
                .toList();
    }

    @Override
    public void recall(String token) throws DeviceException {
        order("GotoPreset", heads.find(), number(token));
    }

    @Override
    public Preset save(Optional<String> token, String name) throws DeviceException {
        var head = heads.find();
        int number = token.isPresent() ? number(token.get()) : free(head);
        order("SetPreset", head, number);
        var kept = String.valueOf(number);
        return presets(head).stream()
                .filter(p -> p.token().equals(kept))
                .findFirst()
                .orElse(new Preset(kept, ""));
    }

    private int free(PtzAbility head) throws DeviceException {
        var taken = presets(head).stream().map(Preset::token).toList();
        for (int n = head.firstPreset(); n <= head.lastPreset(); n++) {
            if (!taken.contains(String.valueOf(n))) {
                return n;
            }
        }
        throw Words.presetsFull(head.lastPreset());
    }

    @Override
    public void remove(String token) throws DeviceException {
        order("ClearPreset", heads.find(), number(token));
    }

    private void order(String code, PtzAbility head, int number) throws DeviceException {
        cgi.order(DahuaPtz.order("start", head.channel(), code, "arg1=0&arg2=" + number));
    }

    static int number(String token) throws DeviceException {
        if (!token.matches("[1-9]\\d{0,4}")) {
            throw Words.noPlace(token);
        }
        return Integer.parseInt(token);
    }
}
