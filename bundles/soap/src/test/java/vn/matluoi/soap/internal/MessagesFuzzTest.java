package vn.matluoi.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.route.RefusedDelivery;

/** Whatever a body holds, it is answered by what can be read again, or refused by name. */
class MessagesFuzzTest {

    private final FakeHub hub = new FakeHub();
    private final Operations operations = new Operations(
            hub,
            List.of(hub),
            () -> Optional.of(hub),
            hub,
            hub.log(),
            hub,
            hub.sources(),
            Clock.fixed(FakeHub.NOON, ZoneOffset.UTC));
    private final Sender sender = new Sender(
            new Caller("admin", Role.ADMINISTRATOR, Set.of(), false),
            new RefusedDelivery("SOAP", "text/xml", () -> new byte[0]),
            Optional.empty(),
            Optional.empty());

    @FuzzTest(maxDuration = "1m")
    void areAnsweredOrRefusedAndNothingElse(byte[] message) throws XMLStreamException, Xml.Foreign {
        hub.events.clear();
        hub.cameras.clear();
        var bytes = new ByteArrayOutputStream();
        var out = new WstxOutputFactory().createXMLStreamWriter(bytes, "UTF-8");
        try {
            var in = Xml.reader(message);
            in.nextTag();
            Xml.write(operations.answer(sender, Xml.read(in)), out);
        } catch (XMLStreamException | Xml.Foreign unreadable) {
            return;
        } catch (HubException refused) {
            assertThat(hub.cameras).isEmpty();
            assertThat(hub.events).isEmpty();
            Xml.write(Refusals.detail(refused), out);
        }
        out.close();
        var again = Xml.reader(bytes.toByteArray());
        again.nextTag();
        assertThat(Xml.read(again).name()).matches("\\w+Response|Refusal");
    }
}
