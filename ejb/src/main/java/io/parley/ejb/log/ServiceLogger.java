package io.parley.ejb.log;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/**
 * The log messages of the services. A number means one thing for good; docs/operations/messages.md has what operators do about each.
 */
@MessageLogger(projectCode = "PARLEY", length = 4)
public interface ServiceLogger {

    /** @param category the class that logs */
    static ServiceLogger of(Class<?> category) {
        return Logger.getMessageLogger(MethodHandles.lookup(), ServiceLogger.class, category.getName());
    }

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 1000, value = "%s is incarnation %d")
    void incarnationBegan(String node, long incarnation);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1001, value = "database does not answer: %s")
    void databaseSilent(RuntimeException cause);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 1002, value = "lease lost: %s")
    void leaseLost(String reason);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 1003, value = "the database is back")
    void databaseBack();

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1004, value = "end of this incarnation not stored: %s")
    void endNotStored(RuntimeException cause);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 1006, value = "there is a partition for %s")
    void partitionMade(Object partition);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1007, value = "creating partition %s failed, retrying: %s")
    void partitionNotMade(Object partition, String cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1008, value = "closing the records of a dead node failed, retrying: %s")
    void deadNodeNotClosed(RuntimeException cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1009, value = "reading the list of partitions failed, retrying: %s")
    void partitionsNotRead(String cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1010, value = "refused %s not stored: %s")
    void refusalNotStored(Object action, RuntimeException cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1011, value = "storing refusals failed, counting them together until it works: %s")
    void refusalsCounted(RuntimeException cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1012, value = "last counts of refusals not stored: %s")
    void refusalCountsLost(RuntimeException cause);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 1013, value = "%d refusals of %s cannot be stored: %s")
    void refusalsUnstorable(long times, Object action, Exception cause);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 1014, value = "the database does not keep the rule %s")
    void ruleBroken(Object rule);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 1015, value = "the database keeps its rules, tried in %d ms")
    void rulesKept(long millis);

    @LogMessage(level = Logger.Level.WARN)
    @Message(
            id = 1020,
            value = "there is no administrator yet: open /parley/console/setup and enter the code %s; it works once")
    void setupCode(String code);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1021, value = "sign-in through the identity provider failed: %s")
    void providerSignInFailed(String reason);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1022, value = "first administrator of the configuration not created: %s")
    void configuredAdministratorRefused(Object refusal);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1030, value = "closing media failed: %s")
    void mediaNotClosed(Exception cause);

    @LogMessage(level = Logger.Level.DEBUG)
    @Message(id = 1031, value = "media not closed, server stopping: %s")
    void mediaNotClosedAtStop(Exception cause);

    @LogMessage(level = Logger.Level.DEBUG)
    @Message(id = 1032, value = "relay does not answer: %s")
    void relaySilent(Exception cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1040, value = "ending overdue stays failed, retrying: %s")
    void overdueStaysNotEnded(RuntimeException cause);

    @LogMessage(level = Logger.Level.DEBUG)
    @Message(id = 1041, value = "ban not enforced at once, server stopping: %s")
    void banNotEnforcedAtStop(Exception cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1042, value = "storing the last use of secrets failed, retrying: %s")
    void secretUsesNotStored(RuntimeException cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1050, value = "quality samples not stored: %s")
    void samplesNotStored(RuntimeException cause);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 1051, value = "dropped partition %s")
    void samplesDropped(Object month);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1052, value = "dropping old quality samples failed, retrying: %s")
    void samplesNotDropped(RuntimeException cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1060, value = "diagnostics check %s failed")
    void checkFailed(@Cause RuntimeException cause, String check);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1061, value = "diagnostics result not stored: %s")
    void diagnosticsNotStored(RuntimeException cause);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 1070, value = "aggregating %s for reports failed, retrying with less: %s")
    void rollupFailed(Object stride, RuntimeException cause);
}
