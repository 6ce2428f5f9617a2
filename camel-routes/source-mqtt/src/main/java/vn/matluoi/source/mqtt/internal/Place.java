package vn.matluoi.source.mqtt.internal;

import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.JsonTree;

/** Where a word stands: in what a message says, by a JSON pointer, or in its topic, by the level counted from 1. */
sealed interface Place {

    Pattern LEVEL = Pattern.compile("topic:([1-9][0-9]?)");

    /** @return the word there, without blanks around it; empty if there is none */
    Optional<String> word(MqttMessage message, JsonTree item);

    static boolean isOne(String text) {
        return isLevel(text) || !text.isEmpty() && JsonTree.isPointer(text);
    }

    static boolean isLevel(String text) {
        return LEVEL.matcher(text).matches();
    }

    /** @throws IllegalArgumentException if it is not written so */
    static Place of(String text) {
        var level = LEVEL.matcher(text);
        if (level.matches()) {
            return new Level(Integer.parseInt(level.group(1)));
        }
        if (!isOne(text)) {
            throw new IllegalArgumentException(text);
        }
        return new Member(text);
    }

    /** @param pointer RFC 6901 */
    record Member(String pointer) implements Place {

        @Override
        public Optional<String> word(MqttMessage message, JsonTree item) {
            return item.at(pointer).map(JsonTree::text).map(String::strip).filter(word -> !word.isEmpty());
        }
    }

    /** @param number from 1 */
    record Level(int number) implements Place {

        @Override
        public Optional<String> word(MqttMessage message, JsonTree item) {
            var levels = message.topic().split("/", -1);
            return number > levels.length
                    ? Optional.empty()
                    : Optional.of(levels[number - 1].strip()).filter(word -> !word.isEmpty());
        }
    }
}
