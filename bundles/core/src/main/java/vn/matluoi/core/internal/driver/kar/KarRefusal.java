package vn.matluoi.core.internal.driver.kar;

import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/** A {@code .kar} file is not taken: names the file, what is wrong with it, and how to mend that. */
public final class KarRefusal extends HubException {

    private static final long serialVersionUID = 1L;

    /**
     * @param file its name
     * @param rule the part after {@code driver.kar.}: {@code unsigned}, {@code signature}, {@code path}, …
     */
    KarRefusal(String file, String rule, Text wrong, Text mend) {
        super(
                Reason.INVALID,
                "driver.kar." + rule,
                new Text(
                        "tệp %s bị từ chối (driver.kar.%s): %s; %s".formatted(file, rule, wrong.vi(), mend.vi()),
                        "file %s is refused (driver.kar.%s): %s; %s".formatted(file, rule, wrong.en(), mend.en())));
    }
}
