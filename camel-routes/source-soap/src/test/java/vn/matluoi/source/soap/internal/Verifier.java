package vn.matluoi.source.soap.internal;

import java.io.StringReader;
import java.util.List;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.engine.WSSecurityEngine;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.token.Timestamp;
import org.apache.wss4j.dom.message.token.UsernameToken;
import org.xml.sax.InputSource;

/** Looks at messages as the services of others do: by Apache WSS4J, as strictly as it can (WS-I Basic Security Profile). */
final class Verifier {

    private Verifier() {}

    /** A token, and until when the message that has it says that it is good; null if it does not say so. */
    record Seen(UsernameToken token, Timestamp timestamp) {}

    /** @return the header, if its token is that of the account */
    static Seen verified(String message, String username, String password) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var data = new RequestData();
        data.setWssConfig(WSSConfig.getNewInstance());
        data.setUtFutureTTL(Integer.MAX_VALUE); // the time of tests stands still
        data.setUtTTL(Integer.MAX_VALUE);
        data.setTimeStampStrict(false);
        data.setTimeStampFutureTTL(Integer.MAX_VALUE);
        data.setTimeStampTTL(Integer.MAX_VALUE);
        data.setCallbackHandler((CallbackHandler) asked -> {
            var who = (WSPasswordCallback) asked[0];
            if (who.getIdentifier().equals(username)) {
                who.setPassword(password);
            }
        });
        var found = new WSSecurityEngine()
                .processSecurityHeader(
                        factory.newDocumentBuilder().parse(new InputSource(new StringReader(message))), data);
        return new Seen(
                (UsernameToken) only(found, WSConstants.UT, WSConstants.UT_NOPASSWORD)
                        .get(WSSecurityEngineResult.TAG_USERNAME_TOKEN),
                found.getActionResults().containsKey(WSConstants.TS)
                        ? (Timestamp) only(found, WSConstants.TS).get(WSSecurityEngineResult.TAG_TIMESTAMP)
                        : null);
    }

    private static WSSecurityEngineResult only(WSHandlerResult found, int... actions) {
        for (var action : actions) {
            var results = found.getActionResults().getOrDefault(action, List.of());
            if (results.size() == 1) {
                return results.get(0);
            }
        }
        throw new AssertionError(found.getActionResults().keySet());
    }
}
