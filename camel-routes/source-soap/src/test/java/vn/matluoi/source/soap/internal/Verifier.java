package vn.matluoi.source.soap.internal;

import java.io.StringReader;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.engine.WSSecurityEngine;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.message.token.UsernameToken;
import org.xml.sax.InputSource;

/** Looks at messages as the services of others do: by Apache WSS4J, as strictly as it can (WS-I Basic Security Profile). */
final class Verifier {

    private Verifier() {}

    /** @return the token, if it is that of the account */
    static UsernameToken verified(String message, String username, String password) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var data = new RequestData();
        data.setWssConfig(WSSConfig.getNewInstance());
        data.setUtFutureTTL(Integer.MAX_VALUE); // the time of tests stands still
        data.setUtTTL(Integer.MAX_VALUE);
        data.setCallbackHandler((CallbackHandler) asked -> {
            var who = (WSPasswordCallback) asked[0];
            if (who.getIdentifier().equals(username)) {
                who.setPassword(password);
            }
        });
        var found = new WSSecurityEngine()
                .processSecurityHeader(
                        factory.newDocumentBuilder().parse(new InputSource(new StringReader(message))), data);
        return (UsernameToken) found.getResults().get(0).get(WSSecurityEngineResult.TAG_USERNAME_TOKEN);
    }
}
