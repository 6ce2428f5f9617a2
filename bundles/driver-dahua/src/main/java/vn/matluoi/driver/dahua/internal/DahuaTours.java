package vn.matluoi.driver.dahua.internal;

import java.util.List;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;

/** Walks along a head's presets: {@code tours[0].Index=1}, {@code code=StartTour&arg1=1}. */
final class DahuaTours implements ChannelFacet.Tours {

    private final Cgi cgi;
    private final DahuaPtz.Heads heads;

    DahuaTours(Cgi cgi, DahuaPtz.Heads heads) {
        this.cgi = cgi;
        this.heads = heads;
    }

    static String path(PtzAbility head) {
        return PtzAbility.path("getTours", head.channel());
    }

    @Override
    public List<ChannelFacet.Presets.Preset> tours() throws DeviceException {
        var answer = cgi.ask(path(heads.find()), "tours");
        return answer instanceof Cgi.Answer.Found found ? DahuaPresets.rows(found.values(), "tours") : List.of();
    }

    @Override
    public void start(String token) throws DeviceException {
        order("StartTour", token);
    }

    @Override
    public void stop(String token) throws DeviceException {
        order("StopTour", token);
    }

    private void order(String code, String token) throws DeviceException {
        int number = DahuaPresets.number(token);
        cgi.order(DahuaPtz.order("start", heads.find().channel(), code, "arg1=%d&arg2=0".formatted(number)));
    }
}
