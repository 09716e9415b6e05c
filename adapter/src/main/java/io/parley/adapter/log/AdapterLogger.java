package io.parley.adapter.log;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/**
 * The log messages of the media adapter. A number means one thing for good; docs/operations/messages.md has what operators do about each.
 */
@MessageLogger(projectCode = "PARLEY", length = 4)
public interface AdapterLogger {

    /** @param category the class that logs */
    static AdapterLogger of(Class<?> category) {
        return Logger.getMessageLogger(MethodHandles.lookup(), AdapterLogger.class, category.getName());
    }

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 3001, value = "media port %d open, %s")
    void mediaPortOpen(int port, Object transport);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 3004, value = "%s failed, client refused: %s")
    void requestFailed(String request, Throwable cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 3005, value = "%s failed, retrying: %s")
    void endFailed(String end, Throwable cause);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 3008, value = "delivery failed")
    void deliveryFailed(@Cause Throwable cause);
}
