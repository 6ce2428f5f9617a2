package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.driver.testkit.Targets;

/** After a rotation one password works, whatever the device does. */
class CredentialsTest {

    private static final Pattern PASSWORD = Pattern.compile("<password>([^<]*)</password>");

    private final String old = "cũ-" + UUID.randomUUID();
    private final String fresh = "mới&<" + UUID.randomUUID();
    private final Target target = Targets.at(URI.create("http://192.0.2.1"), "hub", old);
    private final Device device = new Device();

    /** How a device takes a new password. */
    private enum Manner {
        WELL,
        NOT_AT_ALL,
        BOTH,
        WITHOUT_ANSWER,
        WITH_PROOF,
        LOCKS_AFTERWARDS,
        REFUSES
    }

    /** A device without a net. */
    private final class Device implements DeviceHttp {

        private final Set<String> accepted = new HashSet<>(Set.of(old));
        private Manner manner = Manner.WELL;
        private int wrong;
        private String lastPut = "";

        @Override
        public Connection connect(Target to) {
            return new Connection() {
                @Override
                public DeviceReply call(DeviceRequest request) throws DeviceException {
                    if (!accepted.contains(to.secret())) {
                        wrong++;
                        throw new Refused(
                                manner == Manner.LOCKS_AFTERWARDS ? Refused.Why.LOCKED : Refused.Why.CREDENTIALS,
                                Text.same("401"));
                    }
                    return answer(request);
                }

                @Override
                public CompletionStage<DeviceReply> send(DeviceRequest request) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public AutoCloseable later(Duration delay, Runnable work) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public String certificate() {
                    return "";
                }

                @Override
                public void close() {
                    // nothing is open
                }
            };
        }

        private DeviceReply answer(DeviceRequest request) throws DeviceException {
            if (request.method().equals("PUT")) {
                return put(new String(request.body(), UTF_8));
            }
            var user = "<User><id>2</id><userName>hub</userName><userLevel>Operator</userLevel></User>";
            return switch (request.path()) {
                case "/ISAPI/Security/users" ->
                    new ScriptedHttp.Reply(
                            200, "<UserList><User><id>1</id><userName>admin</userName></User>" + user + "</UserList>");
                case "/ISAPI/Security/users/2" -> new ScriptedHttp.Reply(200, user);
                default -> new ScriptedHttp.Reply(200, "<DeviceInfo/>");
            };
        }

        private DeviceReply put(String body) throws DeviceException {
            lastPut = body;
            var found = PASSWORD.matcher(body);
            var next = found.find() ? found.group(1).replace("&lt;", "<").replace("&amp;", "&") : "";
            if (manner == Manner.REFUSES || manner == Manner.WITH_PROOF && !body.contains("<loginPassword>")) {
                return new ScriptedHttp.Reply(
                        manner == Manner.REFUSES ? 403 : 400,
                        "<ResponseStatus><statusCode>6</statusCode><subStatusCode>%s</subStatusCode></ResponseStatus>"
                                .formatted(manner == Manner.REFUSES ? "lowPrivilege" : "badXmlContent"));
            }
            if (manner != Manner.NOT_AT_ALL) {
                if (manner != Manner.BOTH || accepted.size() > 1) {
                    accepted.clear();
                }
                accepted.add(next);
            }
            if (manner == Manner.WITHOUT_ANSWER) {
                throw new Unreachable(Text.same("it broke off"));
            }
            return new ScriptedHttp.Reply(
                    200,
                    "<ResponseStatus><statusCode>1</statusCode><subStatusCode>ok</subStatusCode></ResponseStatus>");
        }
    }

    private HikvisionCredentials credentials() {
        return new HikvisionCredentials(new Isapi(device.connect(target)), device, target);
    }

    @Test
    void theNewOneWorksAndTheOldOneDoesNot() throws DeviceException {
        credentials().rotate(fresh);
        assertThat(device.accepted).containsExactly(fresh);
        assertThat(device.wrong).isEqualTo(1);
        assertThat(device.lastPut)
                .startsWith("<User><id>2</id><userName>hub</userName><password>")
                .endsWith("<userLevel>Operator</userLevel></User>");
    }

    @Test
    void firmwareThatWantsThePresentPasswordIsToldIt() throws DeviceException {
        device.manner = Manner.WITH_PROOF;
        credentials().rotate(fresh);
        assertThat(device.accepted).containsExactly(fresh);
    }

    @Test
    void aChangeWhoseAnswerIsLostCounts() throws DeviceException {
        device.manner = Manner.WITHOUT_ANSWER;
        credentials().rotate(fresh);
        assertThat(device.accepted).containsExactly(fresh);
    }

    @Test
    void aChangeStandsWhereTheOldOneCannotBeTried() throws DeviceException {
        device.manner = Manner.LOCKS_AFTERWARDS;
        credentials().rotate(fresh);
        assertThat(device.accepted).containsExactly(fresh);
        assertThat(device.wrong).isEqualTo(1);
    }

    @Test
    void aDeviceThatOnlySaysItChangedKeepsTheOldOne() {
        device.manner = Manner.NOT_AT_ALL;
        failsWithoutTellingThem(DeviceException.Garbled.class);
        assertThat(device.accepted).containsExactly(old);
    }

    @Test
    void whereBothWorkTheOldOneIsPutBack() {
        device.manner = Manner.BOTH;
        failsWithoutTellingThem(DeviceException.Garbled.class);
        assertThat(device.accepted).containsExactly(old);
    }

    @Test
    void anAccountThatMayNotChangesNothing() {
        device.manner = Manner.REFUSES;
        failsWithoutTellingThem(Refused.class);
        assertThat(device.accepted).containsExactly(old);
        assertThat(device.wrong).isZero();
    }

    private void failsWithoutTellingThem(Class<? extends DeviceException> type) {
        var said = catchThrowableOfType(type, () -> credentials().rotate(fresh));
        assertThat(said.text().toString() + said).doesNotContain(old, fresh);
    }
}
