package io.parley.persistence.audit;

import java.util.Map;

/** One event of a call, numbered within it. */
public record CallEvent(
        long appId, String roomId, long roomSessionId, long seq, String event, Map<String, Object> body) {}
