package io.parley.ejb.room;

/**
 * A publication whose record has ended because its own user publishes the stream anew. The relay lets the newer one take it over, with
 * its players; cut before that, it would take them along.
 */
public record PublicationReplaced(long publication) {}
