package vn.matluoi.driver.dahua.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a device answers, the driver says what it has in clean words, or why not in words that help. */
class AnswersFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void becomeCleanWordsOrAReason(byte[] answers) {
        Asked.everything(ScriptedHttp.of(answers));
    }
}
