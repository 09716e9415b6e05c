package io.parley.web.log;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;
import org.jspecify.annotations.Nullable;

/**
 * The log messages of console, REST and signalling. A number means one thing for good; docs/operations/messages.md has what operators do about each.
 */
@MessageLogger(projectCode = "PARLEY", length = 4)
public interface WebLogger {

    /** @param category the class that logs */
    static WebLogger of(Class<?> category) {
        return Logger.getMessageLogger(MethodHandles.lookup(), WebLogger.class, category.getName());
    }

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 2001, value = "ending stays of lost connections failed, retrying: %s")
    void lostStaysNotEnded(RuntimeException cause);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 2002, value = "incident %s")
    void messageFailed(@Cause Throwable cause, String incident);

    @LogMessage(level = Logger.Level.DEBUG)
    @Message(id = 2003, value = "connection failed: %s")
    void connectionFailed(Throwable cause);

    @LogMessage(level = Logger.Level.DEBUG)
    @Message(id = 2004, value = "event not delivered, server stopping: %s")
    void eventNotDeliveredAtStop(RuntimeException cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 2005, value = "sending periodic notices failed, retrying: %s")
    void noticesNotSent(RuntimeException cause);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 2010, value = "incident %s")
    void requestFailed(@Cause Throwable cause, String incident);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 2011, value = "incident %s")
    void pageFailed(@Cause @Nullable Throwable cause, String incident);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 2020, value = "live page not updated: %s")
    void livePageNotUpdated(Exception cause);
}
