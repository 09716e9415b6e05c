package io.parley.persistence.report;

/**
 * A room's or a user's part.
 *
 * @param id roomID or userID
 * @param begun calls of the room, stays of the user
 * @param stayUs microseconds that users were in the room, or this user in rooms; likewise published and played
 */
public record MemberStatistics(long appId, String id, long begun, long stayUs, long publishUs, long playUs) {}
