package vn.matluoi.simulators.onvif;

/** The topics a device says it has; events of others can be injected all the same, as real ones send them. */
final class Topics {

    private static final String WHERE = "VideoSourceConfigurationToken";

    /** Content of {@code GetEventPropertiesResponse}. */
    static final String PROPERTIES =
            "<tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml</tev:TopicNamespaceLocation>"
                    + "<wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><wstop:TopicSet>"
                    + "<tns1:VideoSource>" + topic("MotionAlarm", "Source", "State")
                    + topic("SignalLoss", "Source", "State")
                    + topic("GlobalSceneChange", "Source", "State") + "</tns1:VideoSource>"
                    + "<tns1:RuleEngine><CellMotionDetector>" + topic("Motion", WHERE, "IsMotion")
                    + "</CellMotionDetector><FieldDetector>" + topic("ObjectsInside", WHERE, "IsInside")
                    + "</FieldDetector></tns1:RuleEngine>"
                    + "<tns1:Device><Trigger>" + topic("DigitalInput", "InputToken", "LogicalState")
                    + "</Trigger><HardwareFailure>" + topic("StorageFailure", "Token", "Failed")
                    + "</HardwareFailure></tns1:Device></wstop:TopicSet>"
                    + dialect("wsnt:TopicExpressionDialect", "ver10/tev/topicExpression/ConcreteSet")
                    + "<wsnt:TopicExpressionDialect>http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete"
                    + "</wsnt:TopicExpressionDialect>"
                    + dialect("tev:MessageContentFilterDialect", "ver10/tev/messageContentFilter/ItemFilter")
                    + dialect("tev:MessageContentSchemaLocation", "onvif/ver10/schema/onvif.xsd");

    private Topics() {}

    private static String topic(String name, String source, String data) {

        return "<" + name + " wstop:topic=\"true\"><tt:MessageDescription IsProperty=\"true\"><tt:Source>"
                + "<tt:SimpleItemDescription Name=\"" + source + "\" Type=\"tt:ReferenceToken\"/></tt:Source><tt:Data>"
                + "<tt:SimpleItemDescription Name=\"" + data + "\" Type=\"xs:boolean"
                + "\"/></tt:Data></tt:MessageDescription></" + name + '>';
    }

    private static String dialect(String element, String path) {
        return "<" + element + ">http://www.onvif.org/" + path + "</" + element + '>';
    }
}
