package io.parley.ejb.room;

/** A live stream as others see it. */
public record StreamView(String streamId, UserView user, String extraInfo) {}
