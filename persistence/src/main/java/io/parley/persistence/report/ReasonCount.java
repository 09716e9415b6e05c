package io.parley.persistence.report;

/**
 * How often something ended, or was refused, for a reason.
 *
 * @param subject CALL, STAY, PUBLICATION or PLAYBACK; of refusals the action
 */
public record ReasonCount(String subject, String reason, long times) {}
