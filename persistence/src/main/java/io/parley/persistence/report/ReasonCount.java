package io.parley.persistence.report;

/**
 * The number of ends, or of refusals, for a reason.
 *
 * @param subject CALL, STAY, PUBLICATION or PLAYBACK; of refusals the action
 */
public record ReasonCount(String subject, String reason, long times) {}
