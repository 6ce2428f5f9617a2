package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import vn.matluoi.driver.testkit.DeviceServer.Answer;

/**
 * Whatever a device answers, the driver says what it has in clean words, or why not in words that help. A line
 * {@code == 200 Operation} begins the answer to that operation: its body, or the whole if it begins with a declaration.
 */
class AnswersFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void becomeCleanWordsOrAReason(byte[] script) {
        var device = new SoapDevice();
        for (var answer : new String(script, UTF_8).split("(?m)^== ")) {
            var head = answer.split("\n", 2);
            if (head[0].matches("[2-5]\\d\\d \\w+") && !head[0].startsWith("401")) {
                var status = Integer.parseInt(head[0].substring(0, 3));
                var body = head.length > 1 ? head[1].strip() : "";
                device.on(
                        head[0].substring(4),
                        body.startsWith("<?xml") ? Answer.of(status, "text/xml", body) : SoapDevice.soap(status, body));
            }
        }
        Asked.everything(new FakeHttp(device));
    }
}
